import type { CommandIo } from "../command.js";
import { type Counted, counted, paint, printable, seconds } from "../report.js";
import type { CodegenReport } from "./facts.js";
import { stubReason, stubWords } from "./stub-text.js";

// More names than this are a count.
const namedFiles = 6;
// A check lists more, since each is something to look at.
const listedFiles = 40;
const diffedFiles = 5;
const diffWidth = 160;

/** What a run wrote. */
export function writtenText(report: CodegenReport, io: CommandIo): readonly string[] {
  const row = (word: string, paths: readonly string[]) =>
    paths.length === 0 ? [] : [`  ${word}  ${String(paths.length).padEnd(4)} ${shortList(paths)}`];
  return [
    `${paint(io, "bold", "eventwright codegen")}   ${inventory(report)}`,
    ...row("written", writtenPaths(report)),
    ...row("removed", report.removed),
    ...(report.kept === 0 ? [] : [`  kept     ${report.kept}`]),
    `done in ${seconds(report.tookMs)}`,
  ];
}

/** What belongs to the user comes first, then what changed, then what is new. */
function writtenPaths(report: CodegenReport): readonly string[] {
  return [
    ...report.stubs.map((stub) => (stub.added === undefined ? stub.path : `${stub.path} (${stubWords(stub)})`)),
    ...[...report.stale, ...report.missing].map((file) => file.path),
  ];
}

/** What a run would change: every file, then how the first of them differ. */
export function checkText(report: CodegenReport, io: CommandIo): readonly string[] {
  const rows = checkRows(report);
  if (rows.length === 0) return [`up to date: ${counted(report.kept, "file")} · ${inventory(report)}   ${seconds(report.tookMs)}`];
  const shown = rows.slice(0, listedFiles);
  const width = Math.max(...shown.map(([, path]) => path.length));
  const last = `${counted(rows.length, "file differs", "files differ")}; run \`eventwright codegen\` and commit the result`;
  return [
    ...shown.map(([word, path, why]) => `${paint(io, "yellow", word.padEnd(7))}  ${path.padEnd(width)}   ${why}`),
    ...(rows.length > listedFiles ? [`and ${rows.length - listedFiles} more`] : []),
    ...diffText(report, io),
    last,
  ];
}

function checkRows(report: CodegenReport): readonly (readonly [string, string, string])[] {
  return [
    ...report.stale.map(({ path, line, from }) => ["stale", `${path}:${line}`, from] as const),
    ...report.missing.map(({ path, from }) => ["missing", path, from] as const),
    ...report.removed.map((path) => ["orphan", path, "its schema is gone"] as const),
    ...report.stubs.map((stub) => {
      if (stub.added === undefined) return ["missing", stub.path, "a stub that topic.yaml asks for"] as const;
      return ["stale", stub.path, stubReason(stub)] as const;
    }),
  ];
}

function diffText(report: CodegenReport, io: CommandIo): readonly string[] {
  const shown = report.stale.slice(0, diffedFiles).flatMap(({ path, diff = [] }) => [
    "",
    paint(io, "bold", path),
    ...diff.map((line) => {
      const text = printable(line.length > diffWidth ? `${line.slice(0, diffWidth)}…` : line.trimEnd());
      return `  ${line.startsWith("+") ? paint(io, "green", text) : line.startsWith("-") ? paint(io, "red", text) : text}`;
    }),
  ]);
  const left = report.stale.length - diffedFiles;
  return shown.length === 0 ? [] : [...shown, "", ...(left > 0 ? [`and ${counted(left, "more stale file")}`] : [])];
}

/** What stands when something goes wrong while watching. */
export const keptText = "kept the last good output";

/** One line for one save. */
export function changeText(report: CodegenReport, changed: readonly string[]): string {
  const part = (word: string, paths: readonly string[]) => (paths.length === 0 ? [] : [`${word} ${paths.length}  ${shortList(paths)}`]);
  const done = [...part("written", writtenPaths(report)), ...part("removed", report.removed)];
  const [first = "", ...others] = changed;
  const what = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `${what} → ${done.length === 0 ? "nothing to write" : done.join("   ")}   ${Math.round(report.tookMs)} ms`;
}

/** The last line when schemas are wrong. */
export function failureText(found: Counted): string {
  const warnings = found.warnings === 0 ? "" : ` and ${counted(found.warnings, "warning")}`;
  return `${counted(found.errors, "error")}${warnings} in ${counted(found.files, "file")}; nothing was written`;
}

function inventory(report: CodegenReport): string {
  const types = counted(report.types, "named type");
  return report.topics === 0 ? types : `${counted(report.topics, "topic")} · ${counted(report.events, "event")} · ${types}`;
}

/** Names with the folder of the one before left out. */
function shortList(paths: readonly string[]): string {
  const shown = paths.slice(0, namedFiles).map((path, index) => {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    return index > 0 && paths[index - 1]?.startsWith(folder) && folder !== "" ? path.slice(folder.length) : path;
  });
  return [...shown, ...(paths.length > namedFiles ? [`and ${paths.length - namedFiles} more`] : [])].join(" · ");
}
