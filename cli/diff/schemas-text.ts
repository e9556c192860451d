import type { Bump, SchemaDifference } from "../../contracts/index.js";
import type { CommandIo } from "../command.js";
import { counted, paint, printable } from "../report.js";

/** What `diff` found; what `--format json` prints. */
export interface DiffFacts {
  readonly schema: "eventwright/diff/v1";
  readonly before: string;
  readonly after: string;
  readonly bump: Bump;
  readonly schemas: readonly SchemaDifference[];
}

type Change = SchemaDifference["changes"][number];

/** The schemas one below the other, each with its changes, and the version that they ask for. */
export function textOf(facts: DiffFacts, io: CommandIo): string {
  const blocks = facts.schemas.map((one) => `${schemaText(one, io)}\n`);
  return [...blocks, lastLine(facts)].join("\n");
}

/** The same for a comment on a pull request. */
export function markdownOf(facts: DiffFacts): string {
  const { schemas, bump } = facts;
  if (schemas.length === 0) return `### Schemas: no change\n\n${cell(lastLine(facts))}`;
  const rows = schemas.flatMap(({ schema, state, changes, others }) => [
    ...(state === "changed" ? [] : [`| ${code(schema)} | ${state} | ${state === "removed" ? "whoever reads it" : "nobody"} |`]),
    ...changes.map(
      (change) => `| ${code(`${schema}${change.path === "" ? "" : ` · ${change.path}`}`)} | ${code(headline(change))} | ${who(change)} |`,
    ),
    ...others.map(({ path, breaks, message }) => `| ${code(`${schema} · ${path}`)} | ${cell(message)} | ${victims[breaks]} |`),
  ]);
  return [`### Schemas: ${bump}`, "", cell(lastLine(facts)), "", "| where | what | breaks |", "|---|---|---|", ...rows].join("\n");
}

const victims = { backward: "new readers of old events", forward: "old readers of new events" } as const;

function schemaText({ schema, state, bump, changes, others }: SchemaDifference, io: CommandIo): string {
  const color = ({ major: "red", minor: "yellow", patch: "dim", none: "dim" } as const)[bump];
  return [
    `${paint(io, color, state.toUpperCase().padEnd(7))}  ${paint(io, "bold", printable(schema))}   ${bump}`,
    ...changes.flatMap(changeLines),
    ...others.flatMap(({ path, message }) => [`  !  ${printable(path === "" ? schema : path)}`, `       ${printable(message)}`]),
  ].join("\n");
}

function changeLines(change: Change): readonly string[] {
  const { kind, path, why, place, was } = change;
  const sign = ({ added: "+", removed: "-", renamed: "~", changed: "~", documented: " " } as const)[kind];
  const at = place ?? was;
  return [
    `  ${sign}  ${path === "" ? "" : `${printable(path)}   `}${printable(headline(change))}${change.breaks.length > 0 ? `   breaks ${who(change)}` : ""}`,
    ...(at === undefined ? [] : [`       ${printable(`${at.path}:${at.line}:${at.column}`)}`]),
    ...why.map((words) => `       ${printable(words)}`),
  ];
}

/** What happened, in a few words. */
function headline({ kind, what, before, after }: Change): string {
  const head = kind === "documented" ? `${what} reworded` : `${what} ${kind}`;
  if (kind === "documented" || (before === undefined && after === undefined)) return head;
  return before !== undefined && after !== undefined ? `${head}: ${before} → ${after}` : `${head}: ${before ?? after}`;
}

function who({ breaks }: Change): string {
  return breaks.length === 0 ? "nobody" : breaks.map((direction) => victims[direction]).join(", ");
}

function lastLine({ before, after, bump, schemas }: DiffFacts): string {
  if (schemas.length === 0) return `no schema differs between ${before} and ${after}`;
  return `${counted(schemas.length, "schema")} differ${schemas.length === 1 ? "s" : ""} between ${before} and ${after} → a ${bump} version`;
}

function code(words: string): string {
  return `\`${oneLine(words).replaceAll("|", "\\|").replaceAll("`", "'")}\``;
}

function cell(words: string): string {
  return oneLine(words).replace(/[\\`*_{}[\]<>#|@]/g, "\\$&");
}

function oneLine(words: string): string {
  return words.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
}
