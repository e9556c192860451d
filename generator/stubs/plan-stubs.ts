import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../../catalog/index.js";
import type { StubFile } from "../artifacts/projection.js";
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
}

/** Compares the stubs with what is on the disk: a missing one is new, one that lacks events is added to. `shown` is the folder for people. */
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
    if (merged.problem !== undefined) diagnostics.push(unreadable(stub, `${shown}/${stub.path}`, merged.problem));
    else if (merged.added.length > 0) changes.push({ path: stub.path, text: merged.text, added: merged.added });
    else kept.push(stub.path);
  }
  return { changes, kept, diagnostics };
}

/** What is no UTF-8 would not come back the same. */
async function mergeBytes(stub: StubFile, bytes: Buffer): Promise<Merged> {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? mergeStub(stub, text) : { text, added: [], problem: "it is not UTF-8" };
}

function unreadable(stub: StubFile, path: string, problem: string): Diagnostic {
  const line = Number(/^line (\d+): /.exec(problem)?.[1] ?? 1);
  const names = stub.handlers.map((handler) => handler.name).join(", ");
  return {
    code: "STUB_UNPARSABLE",
    severity: "warning",
    message: `nothing was added to this projection: ${problem.replace(/^line \d+: /, "")}`,
    place: { path, line, column: 1, length: 0 },
    hint: `Its \`id\` and \`evolve\` need an entry for each of ${names}; add what is missing by hand`,
  };
}
