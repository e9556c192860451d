import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic, Place } from "../catalog/index.js";
import type { CommandIo } from "./command.js";

/** What a list of diagnostics came to. */
export interface Counted {
  readonly errors: number;
  readonly warnings: number;
  readonly files: number;
}

/** Prints each diagnostic with its place, the lines it is about and the way out, beside the results; says nothing for none. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], io: CommandIo): Counted {
  for (const diagnostic of diagnostics) io.err(`${diagnosticText(diagnostic, io)}\n`);
  const errors = diagnostics.filter((each) => each.severity === "error").length;
  return { errors, warnings: diagnostics.length - errors, files: new Set(diagnostics.map((each) => each.place.path)).size };
}

/** Prints a program error: its sentence, and what to do. */
export function printError(error: unknown, io: Pick<CommandIo, "err" | "color">): void {
  io.err(`${paint(io, "red", "error")} ${printable(error instanceof Error ? error.message : String(error))}`);
  if (error instanceof Error && "hint" in error && typeof error.hint === "string") io.err(`   ${printable(error.hint)}`);
}

/** Prints a value as JSON on one line for each member of its top level, for programs. */
export function printJson(value: object, io: CommandIo): void {
  io.out(JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part), 2));
}

/** Text in a colour, where colours are welcome. */
export function paint(io: Pick<CommandIo, "color">, color: "red" | "yellow" | "green" | "dim" | "bold", text: string): string {
  if (!io.color) return text;
  const code = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 }[color];
  return `\u001b[${code}m${text}\u001b[0m`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A time span as people read it. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function diagnosticText(diagnostic: Diagnostic, io: CommandIo): string {
  const { severity, code, place, message, hint, related } = diagnostic;
  const head = `${paint(io, severity === "error" ? "red" : "yellow", severity)} ${paint(io, "bold", code)}  ${placeText(place)}`;
  const rest = [
    message,
    ...(related === undefined ? [] : [`see ${placeText(related)}`]),
    ...(hint === undefined ? [] : [hint]),
    `docs: errors.md#${code.toLowerCase()}`,
  ];
  return [head, ...frame(place, io), ...rest.map((line) => `   ${printable(line)}`)].join("\n");
}

function placeText(place: Place): string {
  return printable(`${place.path}:${place.line}:${place.column}`);
}

/** The line before, the line itself and its underline; nothing where the file can't be read. */
function frame(place: Place, io: CommandIo): readonly string[] {
  const lines = linesOf(resolve(io.cwd, place.path));
  const line = lines[place.line - 1];
  if (line === undefined || line.trim() === "") return [];
  const width = String(place.line).length + 3;
  const numbered = (number: number, text: string) => `${String(number).padStart(width)} | ${shown(text)}`.trimEnd();
  const before = lines[place.line - 2];
  const length = Math.max(1, Math.min(place.length, line.length - place.column + 1));
  const mark = `${" ".repeat(width)} | ${" ".repeat(shown(line.slice(0, place.column - 1)).length)}${paint(io, "red", "~".repeat(length))}`;
  return [
    ...(before === undefined ? [] : [numbered(place.line - 1, before)]),
    numbered(place.line, line),
    ...(place.column > lineLimit ? [] : [mark]),
  ];
}

// A schema on one long line would bury the message.
const lineLimit = 160;

function shown(line: string): string {
  const text = printable(line.replaceAll("\t", "  "));
  return text.length > lineLimit ? `${text.slice(0, lineLimit)}…` : text;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}

/** Schema text may hold what steers a terminal; it is shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) =>
    c === "\n" ? "\n   " : `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
