import { resolve } from "node:path";
import { suggest } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import { type FormatName, formatNames } from "./formats.js";

/** One report to be written. */
export interface Output {
  readonly format: FormatName;
  /** As it was typed; absent for stdout. */
  readonly file?: string;
}

/** What `--format text --format sarif=gate.sarif` asks for. @throws EventwrightError USAGE. */
export function outputsOf({ format, json, cwd }: { format: readonly string[]; json: boolean; cwd: string }): readonly Output[] {
  const asked = [...format, ...(json ? ["json"] : [])];
  const outputs = (asked.length === 0 ? ["text"] : asked).map(outputOf);
  const printed = outputs.filter((output) => output.file === undefined).map((output) => output.format);
  if (printed.length > 1) {
    const hint = `give all but one a file: --format ${printed[1]}=FILE`;
    throw new EventwrightError("USAGE", { detail: `${printed.join(" and ")} can't both go to stdout`, hint });
  }
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [resolve(cwd, file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new EventwrightError("USAGE", { detail: "two formats can't be written to the same file" });
  return outputs;
}

function outputOf(word: string): Output {
  const cut = word.indexOf("=");
  const name = cut < 0 ? word : word.slice(0, cut);
  const file = cut < 0 ? undefined : word.slice(cut + 1);
  const format = formatNames.find((each) => each === name);
  if (format === undefined) {
    const meant = suggest(name, formatNames);
    const hint = meant === undefined ? `say one of ${formatNames.join(", ")}` : `did you mean ${meant}?`;
    throw new EventwrightError("USAGE", { detail: `there is no format "${name}"`, hint });
  }
  if (file === "") throw new EventwrightError("USAGE", { detail: `--format ${format}= names no file`, hint: `--format ${format}=FILE` });
  return { format, ...(file === undefined ? {} : { file }) };
}
