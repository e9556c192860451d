import { type GenName, genDoor, isGenValue } from "../../runtime/gen/symbols.js";
import type { ImportExtension } from "../options.js";
import { stringLiteral } from "./escape.js";

export const lineWidth = 140;

/** One name of an import or export list. */
export interface ListedName {
  readonly name: string;
  /** Another name for it here. */
  readonly as?: string;
  /** A type, not a value. */
  readonly type?: boolean;
}

/** Collects what a file needs of others, and prints it sorted as formatters sort. */
export class Imports {
  readonly #byPath = new Map<string, Map<string, ListedName>>();

  /** Of the door of the runtime. */
  gen(...names: readonly GenName[]): void {
    for (const name of names) this.add(genDoor, { name, ...(isGenValue(name) ? {} : { type: true }) });
  }

  add(path: string, name: ListedName): void {
    const names = this.#byPath.get(path) ?? new Map<string, ListedName>();
    this.#byPath.set(path, names.set(`${name.name} ${name.as ?? ""}`, name));
  }

  lines(): readonly string[] {
    return [...this.#byPath]
      .sort(([a], [b]) => comparePaths(a, b))
      .flatMap(([path, names]) => listStatement("import", [...names.values()], path));
  }
}

/** `import { … } from "…";` or `export { … } from "…";`, on one line where it fits. */
export function listStatement(word: "import" | "export", names: readonly ListedName[], path: string): readonly string[] {
  const onlyTypes = names.every((name) => name.type);
  const items = [...names]
    .sort((a, b) => compareNames(a.name, b.name) || compareNames(a.as ?? "", b.as ?? ""))
    .map((name) => {
      const text = name.as === undefined || name.as === name.name ? name.name : `${name.name} as ${name.as}`;
      return name.type && !onlyTypes ? `type ${text}` : text;
    });
  const head = onlyTypes ? `${word} type` : word;
  const tail = `from ${stringLiteral(path)};`;
  const line = `${head} { ${items.join(", ")} } ${tail}`;
  if (line.length <= lineWidth) return [line];
  return [`${head} {`, ...items.map((item) => `  ${item},`), `} ${tail}`];
}

/** The path from one output file to another, as an import says it. */
export function relativeModule(from: string, to: string, extension: ImportExtension = ".js"): string {
  let shared = 0;
  for (let at = 0; at < from.length && from.charCodeAt(at) === to.charCodeAt(at); at += 1) if (from.charAt(at) === "/") shared = at + 1;
  let up = "";
  for (let at = from.indexOf("/", shared); at >= 0; at = from.indexOf("/", at + 1)) up += "../";
  const rest = to.slice(shared);
  return `${up === "" ? "./" : up}${rest.endsWith(".ts") ? `${rest.slice(0, -3)}${extension === "none" ? "" : extension}` : rest}`;
}

/** Packages first, then the farthest folder first, then by natural order. */
export function comparePaths(a: string, b: string): number {
  return distance(a) - distance(b) || compareNames(a, b);
}

function distance(path: string): number {
  if (!path.startsWith(".")) return 0;
  return path.startsWith("./") ? 1000 : 999 - (path.match(/\.\.\//g)?.length ?? 0);
}

/** Natural order: digits by their value, a letter's capital before itself and both before the next letter. */
function compareNames(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  const [x, y] = [a.charAt(at), b.charAt(at)];
  if (!isDigit(x) && !isDigit(y)) return compareText(x.toLowerCase(), y.toLowerCase()) || compareText(x, y);
  // Where they part in the middle of a number, the whole number counts.
  const start = at - (/\d*$/.exec(a.slice(0, at))?.[0].length ?? 0);
  const [left, right] = [numberAt(a, start), numberAt(b, start)];
  return left !== undefined && right !== undefined && left !== right ? left - right : compareText(x.toLowerCase(), y.toLowerCase());
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function numberAt(text: string, at: number): number | undefined {
  const digits = /^\d+/.exec(text.slice(at, at + 16))?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
