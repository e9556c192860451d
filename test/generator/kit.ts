import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { onTestFinished } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { generate } from "../../generator/index.js";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** Files by path, relative to their folder. */
export type Tree = ReadonlyMap<string, string>;

/** The cases below test/golden/. */
export const cases = readdirSync(join(repository, "test/golden"));

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "eventwright-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything that a schema folder yields, stubs below `stubs/`. */
export async function generated(schemas: string): Promise<Tree> {
  const { model, diagnostics } = await loadCatalog({ schemas, cwd: repository });
  if (model === undefined) throw new Error(diagnostics.map((each) => `${each.code} ${each.message}`).join("\n"));
  const output = generate(model, { generated: ".." });
  if (output.diagnostics.length > 0) throw new Error(output.diagnostics.map((each) => each.message).join("\n"));
  return new Map([
    ...output.files.map((file) => [file.path, file.text] as const),
    ...output.stubs.map((stub) => [`stubs/${stub.path}`, stub.text] as const),
  ]);
}

export function readTree(folder: string): Tree {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [path, text] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  noImplicitOverride: true,
  skipLibCheck: true,
  noEmit: true,
  paths: {
    "eventwright/gen": [join(repository, "runtime/gen/index.ts")],
    "eventwright/testing": [join(repository, "runtime/testing/index.ts")],
  },
};

/** What tsc says of a folder under the strictest flags there are: `path:line message`; of nothing beside it. */
export function compile(folder: string): readonly string[] {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const roots = [...readTree(folder).keys()].filter((path) => path.endsWith(".ts")).map((path) => join(folder, path));
  const program = ts.createProgram(roots, strictest);
  return roots.flatMap((root) => {
    const file = program.getSourceFile(root);
    // The flag asks for annotations that the user's own stubs need not have.
    const isStub = /\.(projection|handlers)\.ts$/.test(root) || root.includes("user");
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...(isStub ? [] : program.getDeclarationDiagnostics(file)),
    ];
    return found.map((each) => {
      const line = file === undefined ? 0 : ts.getLineAndCharacterOfPosition(file, each.start ?? 0).line + 1;
      return `${relative(folder, root)}:${line} ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`;
    });
  });
}
