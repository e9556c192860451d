/** The compilers that generated code has to pass, each as its users run it: a process over a folder. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./kit.js";

/** Folders below node_modules/, one for each TypeScript that the output is promised to. */
export const compilers = ["typescript-5.4", "typescript", "typescript-6.0", "typescript-7.0"] as const;

export type Compiler = (typeof compilers)[number];

const strictest = {
  target: "ES2022",
  // No DOM, no Node: the output may need nothing but the language.
  lib: ["ES2022"],
  types: [],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
  noEmit: true,
};

// TypeScript 5.4 is older than both.
const unknownTo54 = { isolatedDeclarations: undefined, erasableSyntaxOnly: undefined };

// Two mistakes that every run has to find, so that a green run has looked: at the door's types, and without those of the DOM.
const control = `import type { EventCodec } from "eventwright/gen";
export const door: EventCodec<string> = 1;
export const dom: string = document.title;
`;
const controlErrors = [/^control\.ts\(2,14\): error TS2322:/, /^control\.ts\(3,28\): error TS2584:/];

/** Writes the package's doors as declarations: what a user's compiler sees of them. */
export function writeDoors(folder: string): void {
  const gen = join(repository, "runtime/gen/index.ts");
  const testing = join(repository, "runtime/testing/index.ts");
  const flags = [
    "--ignoreConfig",
    "--declaration",
    "--emitDeclarationOnly",
    "--noCheck",
    "--target",
    "ES2022",
    "--module",
    "NodeNext",
    "--types",
    "node",
  ];
  const { status, output } = run("typescript-7.0", repository, [...flags, "--rootDir", repository, "--outDir", folder, gen, testing]);
  if (status !== 0) throw new Error(output);
}

/** What a compiler says of the TypeScript files below a folder, under the strictest options, or some that are others. */
export function compileWith(compiler: Compiler, folder: string, doors: string, others: object = {}): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    ...strictest,
    ...(compiler === "typescript-5.4" && unknownTo54),
    ...others,
    paths: {
      "eventwright/gen": [join(doors, "runtime/gen/index.d.ts")],
      "eventwright/testing": [join(doors, "runtime/testing/index.d.ts")],
    },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "control.ts"), control);
  const { output } = run(compiler, folder, ["-p", "tsconfig.json", "--pretty", "false"]);
  const lines = output.split("\n").filter((line) => line !== "" && !isStubUnannotated(line));
  const unfound = controlErrors.filter((expected) => !lines.some((line) => expected.test(line)));
  return [...unfound.map((expected) => `not reported: ${expected.source}`), ...lines.filter((line) => !line.startsWith("control.ts("))];
}

/** `isolatedDeclarations` asks for annotations that the user's own stubs need not have. */
function isStubUnannotated(line: string): boolean {
  return /^[^(]*stubs\/[^(]*\(\d+,\d+\): error TS90\d\d:/.test(line);
}

function run(compiler: Compiler, cwd: string, args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const bin = join(repository, "node_modules", compiler, "bin/tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  return { status, output: `${stdout}${stderr}` };
}
