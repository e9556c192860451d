import { type CallExpression, Node, type ObjectLiteralExpression, Project, type SourceFile, SyntaxKind, ts } from "ts-morph";

/** The two objects of a projection that hold its handlers. */
export interface HandlerObjects {
  readonly id: ObjectLiteralExpression;
  readonly evolve: ObjectLiteralExpression;
}

/** Finds them in the text of a stub; a string says why they were not found. Reads the text only, changes nothing. */
export function findHandlers(path: string, text: string): HandlerObjects | string {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true, compilerOptions: { noLib: true, types: [] } });
  const file = project.createSourceFile(`/${path}`, text);
  const broken = project.getProgram().getSyntacticDiagnostics(file)[0];
  if (broken !== undefined)
    return `line ${broken.getLineNumber() ?? 1}: ${ts.flattenDiagnosticMessageText(broken.compilerObject.messageText, " ")}`;
  const definition = file.getDescendantsOfKind(SyntaxKind.CallExpression).find(isDefinition);
  const body = unwrap(definition?.getArguments()[0], file);
  if (body === undefined) return "it has no defineProjection<…>()({ … })";
  const id = member(body, "id", file);
  const evolve = member(body, "evolve", file);
  if (id === undefined || evolve === undefined) return `its \`${id === undefined ? "id" : "evolve"}\` is no object literal`;
  return { id, evolve };
}

/** Names of an object literal's own keys; undefined where a spread hides some. */
export function keysOf(object: ObjectLiteralExpression): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const property of object.getProperties()) {
    if (Node.isSpreadAssignment(property)) return undefined;
    names.add(nameOf(property.getNameNode()));
  }
  return names;
}

function isDefinition(call: CallExpression): boolean {
  const inner = call.getExpression();
  return Node.isCallExpression(inner) && inner.getExpression().getText().split(".").at(-1) === "defineProjection";
}

function member(object: ObjectLiteralExpression, name: string, file: SourceFile): ObjectLiteralExpression | undefined {
  const property = object.getProperties().find((each) => !Node.isSpreadAssignment(each) && nameOf(each.getNameNode()) === name);
  if (Node.isPropertyAssignment(property)) return unwrap(property.getInitializer(), file);
  return Node.isShorthandPropertyAssignment(property) ? unwrap(property.getNameNode(), file) : undefined;
}

/** The object literal behind parentheses, `satisfies`, `as`, or a constant of the same file. */
function unwrap(node: Node | undefined, file: SourceFile): ObjectLiteralExpression | undefined {
  if (Node.isObjectLiteralExpression(node)) return node;
  if (Node.isParenthesizedExpression(node) || Node.isSatisfiesExpression(node) || Node.isAsExpression(node))
    return unwrap(node.getExpression(), file);
  if (Node.isIdentifier(node)) return unwrap(file.getVariableDeclaration(node.getText())?.getInitializer(), file);
  return undefined;
}

function nameOf(node: Node): string {
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) return node.getLiteralText();
  if (Node.isComputedPropertyName(node)) return nameOf(node.getExpression());
  return node.getText();
}
