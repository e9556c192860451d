import type { CommandIo } from "../command.js";
import { type Counted, counted, paint, seconds } from "../report.js";
import type { CodegenReport } from "./facts.js";
import { stubReason, stubWords } from "./stub-text.js";

// More names than this are a count.
const namedFiles = 6;

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

/** What a run would change. */
export function checkText(report: CodegenReport, io: CommandIo): readonly string[] {
  const rows = [
    ...report.stale.map(({ path, line, from }) => [paint(io, "yellow", "stale  "), `${path}:${line}`, from]),
    ...report.missing.map(({ path, from }) => [paint(io, "yellow", "missing"), path, from]),
    ...report.removed.map((path) => [paint(io, "yellow", "orphan "), path, "its schema is gone"]),
    ...report.stubs.map((stub) => [
      paint(io, "yellow", stub.added === undefined ? "missing" : "stale  "),
      stub.path,
      stub.added === undefined ? "a stub that topic.yaml asks for" : stubReason(stub),
    ]),
  ];
  if (rows.length === 0) return [`up to date: ${counted(report.kept, "file")} · ${inventory(report)}   ${seconds(report.tookMs)}`];
  const width = Math.max(...rows.map(([, path]) => path?.length ?? 0));
  const last = `${counted(rows.length, "file differs", "files differ")}; run \`eventwright codegen\` and commit the result`;
  return [...rows.map(([word, path, why]) => `${word}  ${path?.padEnd(width)}   ${why}`), last];
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
