import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { EventwrightError } from "../../runtime/errors.js";
import type { CommandIo } from "../command.js";
import type { GateFacts } from "./facts.js";
import { formats } from "./formats.js";
import type { Output } from "./outputs.js";
import { settingOf } from "./setting.js";
import { lastLine } from "./words.js";

/** Writes the files, then prints what goes to stdout, even where a file could not be written. @throws EventwrightError OUTPUT_UNWRITABLE. */
export async function publish(facts: GateFacts, outputs: readonly Output[], io: CommandIo): Promise<void> {
  const setting = settingOf(io);
  let failure: unknown;
  for (const { format, file } of outputs.filter((output) => output.file !== undefined)) {
    const render = await formats[format]();
    const text = render(facts, { ...setting, color: false });
    try {
      await write(resolve(io.cwd, file ?? ""), text);
      io.err(`${format} report in ${file}`);
    } catch (cause) {
      failure ??= unwritable(format, file ?? "", cause);
    }
  }
  const [printed] = outputs.filter((output) => output.file === undefined);
  if (printed === undefined) io.err(lastLine(facts));
  else {
    const text = (await formats[printed.format]())(facts, setting);
    if (text !== "") io.out(text);
  }
  if (failure !== undefined) throw failure;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${text}\n`);
}

function unwritable(format: string, file: string, cause: unknown): EventwrightError {
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new EventwrightError("OUTPUT_UNWRITABLE", { detail: `the ${format} report at ${file}${code}`, cause });
}
