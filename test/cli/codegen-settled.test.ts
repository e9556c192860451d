import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CodegenReport } from "../../cli/codegen/facts.js";
import { settledRun } from "../../cli/codegen/settled.js";
import { temporaryFolder } from "../generator/kit.js";

const said: CodegenReport = {
  topics: 0,
  events: 1,
  types: 1,
  missing: [],
  stale: [],
  removed: [],
  stubs: [],
  kept: 0,
  diagnostics: [],
  tookMs: 7,
  exitCode: 0,
};
const options = { schemas: "schemas", out: "generated", stubs: "projections", check: false, generate: {} };

function folder(): { readonly cwd: string; write(path: string, text: string): void } {
  const cwd = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(join(cwd, path, ".."), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  write("schemas/a.avsc", '"int"');
  write("generated/a.type.ts", "export type A = number;\n");
  return { cwd, write };
}

function learnt() {
  const made = folder();
  settledRun(options, made.cwd, 1)?.learn(said, new Map());
  return { ...made, known: () => settledRun(options, made.cwd, 1)?.known };
}

describe("a run whose files are as they were when nothing was left to do", () => {
  it("is told what was said then", () => {
    const { cwd, known } = learnt();
    expect(known()).toEqual(said);
    // Times of files say nothing.
    utimesSync(join(cwd, "schemas/a.avsc"), 1, 1);
    expect(known()).toEqual(said);
  });

  it.each<[string, (made: ReturnType<typeof learnt>) => void]>([
    ["a schema that differs in one character", ({ write }) => write("schemas/a.avsc", '"ink"')],
    ["another file among the schemas", ({ write }) => write("schemas/b.avsc", '"int"')],
    ["an output that was edited", ({ write }) => write("generated/a.type.ts", "export type A = Number;\n")],
    ["an output that is gone", ({ cwd }) => rmSync(join(cwd, "generated/a.type.ts"))],
    ["a file more in the output", ({ write }) => write("generated/hand.ts", "")],
    ["an empty folder more in the output", ({ cwd }) => mkdirSync(join(cwd, "generated/empty"))],
    ["a stub", ({ write }) => write("projections/a.projection.ts", "")],
    ["a note that was cut off", ({ cwd }) => cutNotes(cwd)],
  ])("is not, with %s", (_, change) => {
    const made = learnt();
    change(made);
    expect(made.known()).toBeUndefined();
  });

  it("is not where a configuration has a say, for other folders, or for few schemas", () => {
    const { cwd } = learnt();
    expect(settledRun({ ...options, generate: { long: "bigint" } }, cwd, 1)).toBeUndefined();
    expect(settledRun({ ...options, out: "elsewhere" }, cwd, 1)?.known).toBeUndefined();
    expect(settledRun(options, cwd)?.known).toBeUndefined();
  });

  it.each([
    ["something was wrong", { ...said, exitCode: 1 as const }],
    ["nothing could be generated", { ...said, failed: true as const }],
  ])("learns nothing where %s", (_, report) => {
    const { cwd } = folder();
    settledRun(options, cwd, 1)?.learn(report, new Map());
    expect(settledRun(options, cwd, 1)?.known).toBeUndefined();
  });

  it("learns nothing of a schema that was saved meanwhile", () => {
    const { cwd, write } = folder();
    const run = settledRun(options, cwd, 1);
    write("schemas/a.avsc", '"long"');
    run?.learn(said, new Map([[join(cwd, "schemas/a.avsc"), '"int"']]));
    expect(settledRun(options, cwd, 1)?.known).toBeUndefined();
  });

  it("learns nothing of an output that was edited meanwhile", () => {
    const { cwd, write } = folder();
    const run = settledRun(options, cwd, 1);
    write("generated/a.type.ts", "export type A = Number;\n");
    run?.learn(said, new Map([[join(cwd, "generated/a.type.ts"), "export type A = number;\n"]]));
    expect(settledRun(options, cwd, 1)?.known).toBeUndefined();
  });

  it("forgets what was written and removed", () => {
    const { cwd } = folder();
    settledRun(options, cwd, 1)?.learn(
      { ...said, missing: [{ path: "generated/a.type.ts", from: "schemas/a.avsc" }], removed: ["x"] },
      new Map(),
    );
    expect(settledRun(options, cwd, 1)?.known).toEqual(said);
  });
});

function cutNotes(cwd: string): void {
  const folder = join(cwd, ".eventwright");
  const name = readdirSync(folder).find((one) => one.startsWith("codegen-")) ?? "";
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, "utf8").slice(0, -20));
}
