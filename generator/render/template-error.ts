import { suggest } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import type { TemplateSource } from "../options.js";

/** What is wrong in a user's template, with its place, and the name that was probably meant. */
export function templateError({ path, text }: TemplateSource, view: object, cause: unknown): EventwrightError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, unknown] = /^"(.+)" not defined in /.exec(message) ?? [];
  const { line, column } = placeOf(message, cause, text);
  const meant = unknown === undefined ? undefined : suggest(unknown, namesIn(view));
  const problem = unknown === undefined ? sentence(message) : `the view has no ${JSON.stringify(unknown)} here`;
  const hint = meant === undefined ? "docs/customising.md lists what each view holds" : `Did you mean ${meant}?`;
  return new EventwrightError("TEMPLATE_INVALID", { detail: `${path}:${line}:${column}: ${problem}`, hint, cause });
}

function sentence(message: string): string {
  if (message.startsWith("Parse error")) return `it does not parse: ${message.split("\n").at(-1) ?? message}`;
  return (message.split("\n")[0] ?? message).replace(/ - \d+:\d+$/, "");
}

function placeOf(message: string, cause: unknown, text: string): { readonly line: number; readonly column: number } {
  if (typeof cause === "object" && cause !== null && "lineNumber" in cause && typeof cause.lineNumber === "number") {
    return { line: cause.lineNumber, column: ("column" in cause && typeof cause.column === "number" ? cause.column : 0) + 1 };
  }
  const line = Number(/^Parse error on line (\d+)/.exec(message)?.[1] ?? 1);
  const [, excerpt = "", pointer = ""] = message.split("\n");
  return { line, column: columnOf(text.split("\n")[line - 1] ?? "", excerpt.slice(0, pointer.indexOf("^"))) };
}

/** The parser quotes what came before the fault, without line breaks and cut at its start. */
function columnOf(line: string, before: string): number {
  for (let from = 0; from < before.length; from += 1) {
    const at = line.indexOf(before.slice(from));
    if (at >= 0) return at + before.length - from + 1;
  }
  return 1;
}

/** Every name at any depth. */
function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return namesIn(value[0]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
