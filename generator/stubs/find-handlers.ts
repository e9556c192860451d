import { type CallExpression, Node, type ObjectLiteralExpression, Project, type SourceFile, SyntaxKind, ts } from "ts-morph";
import type { StubAnchor, StubFile, StubPart } from "../artifacts/stub.js";

/** An object literal that holds handlers. */
export interface HandlerObject {
  readonly part: StubPart;
  readonly object: ObjectLiteralExpression;
}

/** Why nothing can be done, and where; positions count from 1. */
export interface StubProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Finds them in the text of a stub. Reads the text only, changes nothing. */
export function findHandlers(stub: Pick<StubFile, "path" | "anchor" | "parts">, text: string): readonly HandlerObject[] | StubProblem {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true, compilerOptions: { noLib: true, types: [] } });
  const file = project.createSourceFile(`/${stub.path}`, text);
  const broken = project.getProgram().getSyntacticDiagnostics(file)[0];
  if (broken !== undefined)
    return problem(
      file,
      broken.getStart() ?? 0,
      ts.flattenDiagnosticMessageText(broken.compilerObject.messageText, " ").replace(/\.$/, ""),
    );
  const { anchor, parts } = stub;
  return anchor.kind === "projection" ? inProjection(parts, file) : inConsumer(parts, anchor, file);
}

/** Names of an object literal's own keys; undefined where a spread or a computed key hides some. */
export function keysOf(object: ObjectLiteralExpression): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const property of object.getProperties()) {
    const spread = Node.isSpreadAssignment(property) ? unwrap(property.getExpression(), object.getSourceFile()) : undefined;
    const keys = Node.isSpreadAssignment(property) ? spread && spread !== object && keysOf(spread) : [keyOf(property)];
    if (!keys) return undefined;
    for (const key of keys) {
      if (key === undefined) return undefined;
      names.add(key);
    }
  }
  return names;
}

/** The key of one property, where it can be read off. */
export function keyOf(property: Node): string | undefined {
  if (Node.isSpreadAssignment(property) || !("getNameNode" in property)) return undefined;
  const name = Node.hasName(property) || Node.isPropertyNamed(property) ? property.getNameNode() : undefined;
  const inner = Node.isComputedPropertyName(name) ? name.getExpression() : name;
  if (Node.isStringLiteral(inner) || Node.isNoSubstitutionTemplateLiteral(inner) || Node.isNumericLiteral(inner))
    return String(inner.getLiteralValue());
  return inner === name ? inner?.getText() : undefined;
}

function inProjection(parts: readonly StubPart[], file: SourceFile): readonly HandlerObject[] | StubProblem {
  const calls = file.getDescendantsOfKind(SyntaxKind.CallExpression).filter(isDefinition);
  if (calls.length === 0) return problem(file, 0, "it has no defineProjection<…>()({ … })");
  const found: HandlerObject[] = [];
  for (const call of calls) {
    const body = unwrap(call.getArguments()[0], file);
    if (body === undefined) return problem(file, call.getStart(), "its definition is no object literal in this file");
    for (const part of parts) {
      const object = member(body, part.name, file);
      const at = body.getProperty(part.name) ?? body;
      if (object === undefined) return problem(file, at.getStart(), `its \`${part.name}\` is no object literal in this file`);
      found.push({ part, object });
    }
  }
  return distinct(found);
}

/** By the call that runs the handlers and by their type, since either may be in another file. */
function inConsumer(
  parts: readonly StubPart[],
  anchor: Extract<StubAnchor, { readonly kind: "handlers" }>,
  file: SourceFile,
): readonly HandlerObject[] | StubProblem {
  const [factory, type] = [localName(file, anchor.factory), localName(file, anchor.type)];
  const called = file.getDescendantsOfKind(SyntaxKind.CallExpression).filter((call) => lastWord(call.getExpression()) === factory);
  const typed = file.getDescendantsOfKind(SyntaxKind.TypeReference).filter((reference) => lastWord(reference.getTypeName()) === type);
  const nodes = [
    ...called.map((call) => call.getArguments()[1] ?? call),
    ...typed.flatMap((reference) => typedValue(reference.getParent())),
  ];
  const objects = nodes.flatMap((node) => unwrap(node, file) ?? []);
  const [first] = nodes;
  if (first === undefined) return problem(file, 0, `it has no ${anchor.factory}(…, { … }) and no object of the type ${anchor.type}`);
  if (objects.length === 0) return problem(file, first.getStart(), "its handlers are no object literal in this file");
  return distinct(parts.flatMap((part) => objects.map((object) => ({ part, object }))));
}

function typedValue(node: Node | undefined): readonly Node[] {
  if (Node.isVariableDeclaration(node) || Node.isSatisfiesExpression(node) || Node.isAsExpression(node)) return [node];
  return [];
}

/** What a name of another file is called here. */
function localName(file: SourceFile, name: string): string {
  const imported = file.getImportDeclarations().flatMap((declaration) => declaration.getNamedImports());
  return (
    imported
      .find((each) => each.getName() === name)
      ?.getAliasNode()
      ?.getText() ?? name
  );
}

function isDefinition(call: CallExpression): boolean {
  const inner = call.getExpression();
  const name = localName(call.getSourceFile(), "defineProjection");
  return Node.isCallExpression(inner) && lastWord(inner.getExpression()) === name;
}

function lastWord(node: Node): string | undefined {
  return node.getText().split(".").at(-1);
}

function member(object: ObjectLiteralExpression, name: string, file: SourceFile): ObjectLiteralExpression | undefined {
  const property = object.getProperties().find((each) => keyOf(each) === name);
  if (Node.isPropertyAssignment(property)) return unwrap(property.getInitializer(), file);
  return Node.isShorthandPropertyAssignment(property) ? unwrap(property.getNameNode(), file) : undefined;
}

/** The object literal behind parentheses, `satisfies`, `as`, `Object.freeze`, or a constant of the same file. */
function unwrap(node: Node | undefined, file: SourceFile, depth = 0): ObjectLiteralExpression | undefined {
  if (Node.isObjectLiteralExpression(node) || depth > 9) return Node.isObjectLiteralExpression(node) ? node : undefined;
  if (Node.isParenthesizedExpression(node) || Node.isSatisfiesExpression(node) || Node.isAsExpression(node))
    return unwrap(node.getExpression(), file, depth + 1);
  if (Node.isVariableDeclaration(node)) return unwrap(node.getInitializer(), file, depth + 1);
  if (Node.isCallExpression(node) && node.getExpression().getText() === "Object.freeze")
    return unwrap(node.getArguments()[0], file, depth + 1);
  if (Node.isIdentifier(node)) return unwrap(file.getVariableDeclaration(node.getText()), file, depth + 1);
  return undefined;
}

function distinct(found: readonly HandlerObject[]): readonly HandlerObject[] {
  return found.filter(({ object }, index) => found.findIndex((other) => other.object === object) === index);
}

function problem(file: SourceFile, at: number, message: string): StubProblem {
  return { message, ...file.getLineAndColumnAtPos(at) };
}
