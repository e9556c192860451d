import {
  type InterfaceDeclaration,
  Node,
  Project,
  type SourceFile,
  type Type,
  type TypeAliasDeclaration,
  type TypeNode,
  ts,
} from "ts-morph";
import type { ApiSide } from "./side.js";

/** A type that a generated file declares. */
export type TypeDeclaration = InterfaceDeclaration | TypeAliasDeclaration;

/** An exported name: where it is declared and as what. */
export interface Export {
  /** `<file>#<name>`. */
  readonly declaration: string;
  readonly file: string;
  readonly name: string;
}

/** One side as TypeScript sees it. */
export interface ApiTree {
  readonly side: ApiSide;
  /** By the name that the topmost index gives it. */
  readonly exports: ReadonlyMap<string, Export>;
  type(declaration: string): TypeDeclaration | undefined;
}

/** Both sides in one program, so that the types of one can be held against the other's. Nothing is read from the disk. */
export function apiProgram(before: ApiSide, after: ApiSide): { readonly before: ApiTree; readonly after: ApiTree } {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  });
  return { before: treeOf("before", before, project), after: treeOf("after", after, project) };
}

/** A file path of one side, without the folder that keeps the sides apart. */
function pathOf(file: SourceFile): string {
  return file.getFilePath().replace(/^\/(before|after)\//, "");
}

/** A type as text, the same for the same type: without comments, and with the file of each name it refers to. */
export function keyOf(node: TypeNode): string {
  const printer = ts.createPrinter({ removeComments: true });
  const text = printer.printNode(ts.EmitHint.Unspecified, node.compilerNode, node.getSourceFile().compilerNode);
  const names = [node, ...node.getDescendants()].flatMap((each) => (Node.isTypeReference(each) ? [each.getTypeName().getText()] : []));
  return [text.replace(/\s+/g, " "), ...names.map((name) => origin(name, node.getSourceFile()))].join("|");
}

/** What is assignable to what. */
export function assignable(from: Type, to: Type): boolean {
  return from.isAssignableTo(to);
}

function treeOf(word: "before" | "after", side: ApiSide, project: Project): ApiTree {
  const sources = new Map<string, SourceFile>();
  for (const { path, text } of side.files.values()) {
    if (/(\.type|(^|\/)index)\.ts$/.test(path)) sources.set(path, project.createSourceFile(`/${word}/${path}`, text));
  }
  return {
    side,
    exports: exportsOf("index.ts", sources),
    type(declaration) {
      const [path = "", name = ""] = declaration.split("#");
      const file = sources.get(path);
      return file?.getInterface(name) ?? file?.getTypeAlias(name);
    },
  };
}

/** Follows `export { … } from` to the file that declares each name. */
function exportsOf(path: string, sources: ReadonlyMap<string, SourceFile>): ReadonlyMap<string, Export> {
  const found = new Map<string, Export>();
  for (const statement of sources.get(path)?.getExportDeclarations() ?? []) {
    const file = join(path, statement.getModuleSpecifierValue() ?? "");
    const inner = /(^|\/)index\.ts$/.test(file) ? exportsOf(file, sources) : undefined;
    for (const specifier of statement.getNamedExports()) {
      const name = specifier.getName();
      const shown = specifier.getAliasNode()?.getText() ?? name;
      found.set(shown, inner?.get(name) ?? { declaration: `${file}#${name}`, file, name });
    }
  }
  return found;
}

function origin(name: string, file: SourceFile): string {
  for (const statement of file.getImportDeclarations()) {
    const specifier = statement.getNamedImports().find((each) => (each.getAliasNode()?.getText() ?? each.getName()) === name);
    if (specifier !== undefined) return `${join(pathOf(file), statement.getModuleSpecifierValue())}#${specifier.getName()}`;
  }
  return `${pathOf(file)}#${name}`;
}

function join(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1).replace(/\.js$/, ".ts");
}
