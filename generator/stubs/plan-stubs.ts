import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../catalog/index.js";
import type { StubFile } from "../artifacts/stub.js";
import type { StubProblem } from "./find-handlers.js";
import { type Merged, mergeStub } from "./merge.js";

/** What is to be done with the stubs; nothing of it is done yet. */
export interface StubPlan {
  readonly changes: readonly StubChange[];
  readonly kept: readonly string[];
  /** Stubs that could not be read, and what to add to them by hand. */
  readonly diagnostics: readonly Diagnostic[];
}

interface StubChange {
  /** Below the folder of the stubs. */
  readonly path: string;
  readonly text: string;
  /** Events whose handlers are added; undefined for a new file. */
  readonly added?: readonly string[];
  /** Events that are gone, whose handlers get a comment that says so. */
  readonly marked?: readonly string[];
  /** Events that are back, whose handlers lose that comment. */
  readonly unmarked?: readonly string[];
}

/** Compares the stubs with what is on the disk: a missing one is new, one that lacks events is added to, handlers of lost events are marked. `shown` is the folder for people. */
export async function planStubs(folder: string, stubs: readonly StubFile[], shown: string): Promise<StubPlan> {
  const changes: StubChange[] = [];
  const kept: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const stub of stubs) {
    const bytes = await readFile(join(folder, stub.path)).catch(() => undefined);
    if (bytes === undefined) {
      changes.push({ path: stub.path, text: stub.text });
      continue;
    }
    const merged = await mergeBytes(stub, bytes);
    const { text, added, marked, unmarked, problem } = merged;
    if (problem !== undefined) diagnostics.push(unreadable(stub, `${shown}/${stub.path}`, { text, problem }));
    else if (added.length + marked.length + unmarked.length > 0) changes.push({ path: stub.path, text, added, marked, unmarked });
    else kept.push(stub.path);
  }
  return { changes, kept, diagnostics };
}

/** What is no UTF-8 would not come back the same. */
async function mergeBytes(stub: StubFile, bytes: Buffer): Promise<Merged> {
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return mergeStub(stub, text);
  return { text, added: [], marked: [], unmarked: [], problem: { message: "it is not UTF-8", line: 1, column: 1 } };
}

function unreadable(stub: StubFile, path: string, { text, problem }: { readonly text: string; readonly problem: StubProblem }): Diagnostic {
  const { line, column, message } = problem;
  const isProjection = stub.anchor.kind === "projection";
  return {
    code: "STUB_UNPARSABLE",
    severity: "warning",
    message: `nothing was changed in this ${isProjection ? "projection" : "consumer"}: ${message}`,
    place: { path, line, column, length: 0 },
    hint: `${byHand(stub, text)}\nOr take it off \`${isProjection ? "projections" : "consumers"}\` in topic.yaml, and codegen leaves the file to you`,
  };
}

/** What the file should hold; of what it does not even mention, where there is such. */
function byHand(stub: StubFile, text: string): string {
  const lines = stub.parts.flatMap(({ name, entries }) => {
    const unmentioned = entries.filter((entry) => !text.includes(entry.name));
    const shown = unmentioned.length > 0 ? unmentioned : entries;
    return [`  ${name}: {`, ...shown.map((entry) => `    ${entry.text},`), "  }"];
  });
  return ["Add by hand what it lacks of:", ...lines].join("\n");
}
