/** Where a key of a configuration stands; loaded where something is wrong with one. */
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Node, SourceFile, ts as TypeScript } from "ts-morph";

/** The steps to a part of a configuration: keys, and places in lists. */
export type KeyPath = readonly (string | number)[];

/** `:line:column` of the key, or of the nearest one around it that the text holds; "" where nothing of it stands there. */
export async function placeOf(path: KeyPath, file: { readonly path: string; readonly source: string }): Promise<string> {
  const at = file.path.endsWith(".json") ? inJson(path, file.source) : await inCode(path, file);
  if (at === undefined) return "";
  const before = file.source.slice(0, at).split("\n");
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function inJson(path: KeyPath, source: string): number | undefined {
  const root = parseTree(source);
  for (let length = path.length; root !== undefined && length > 0; length -= 1) {
    const found = findNodeAtLocation(root, path.slice(0, length));
    // A member's value stands beside its key.
    if (found !== undefined) return found.parent?.type === "property" ? found.parent.offset : found.offset;
  }
  return root?.offset;
}

/** Follows what is exported through calls, assertions and names of the same file, as far as it is written out. */
async function inCode(
  path: KeyPath,
  { source, path: name }: { readonly path: string; readonly source: string },
): Promise<number | undefined> {
  const { Node: is, Project, ts } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, skipAddingFilesFromTsConfig: true, compilerOptions: { allowJs: true } });
  const file = project.createSourceFile(/\.[cm]?ts$/.test(name) ? "config.ts" : "config.js", source);
  let node = plain(exported(file, ts), file, is);
  let at = node?.getStart();
  for (const step of path) {
    if (node === undefined) break;
    let next: Node | undefined;
    if (is.isArrayLiteralExpression(node) && typeof step === "number") {
      next = node.getElements()[step];
      at = next?.getStart() ?? at;
    } else if (is.isObjectLiteralExpression(node)) {
      const member = node.getProperties().find((each) => "getName" in each && unquoted(each.getName()) === step);
      at = member?.getStart() ?? at;
      next = is.isPropertyAssignment(member)
        ? member.getInitializer()
        : is.isShorthandPropertyAssignment(member)
          ? member.getNameNode()
          : undefined;
    }
    node = plain(next, file, is);
  }
  return at;
}

function exported(file: SourceFile, { SyntaxKind }: typeof TypeScript): Node | undefined {
  const assigned = file.getExportAssignment((each) => !each.isExportEquals())?.getExpression();
  if (assigned !== undefined) return assigned;
  const assignments = file.getDescendantsOfKind(SyntaxKind.BinaryExpression);
  return assignments.find((each) => each.getLeft().getText() === "module.exports")?.getRight();
}

// A name that stands for itself would be followed for ever.
const mostSteps = 20;

function plain(start: Node | undefined, file: SourceFile, is: typeof Node): Node | undefined {
  let node = start;
  for (let steps = 0; node !== undefined && steps < mostSteps; steps += 1) {
    if (is.isCallExpression(node)) node = node.getArguments()[0];
    else if (is.isAsExpression(node) || is.isSatisfiesExpression(node) || is.isParenthesizedExpression(node)) node = node.getExpression();
    else if (is.isIdentifier(node)) node = file.getVariableDeclaration(node.getText())?.getInitializer();
    else return node;
  }
  return undefined;
}

function unquoted(name: string): string {
  return name.replace(/^(["'])(.*)\1$/s, "$2");
}
