import { type InterfaceDeclaration, Node, type Type, type TypeElementTypes, type TypeLiteralNode, type TypeNode } from "ts-morph";
import { assignable, keyOf, type TypeDeclaration } from "./program.js";

/** One difference between two types, before it is asked whom it concerns. */
export interface Fact {
  readonly kind: "added" | "removed" | "optional" | "required" | "widened" | "narrowed" | "changed";
  /** Below the type: `channel`, `items[].sku`; "" for the type itself. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** Of a member that was added or removed: it may be absent. */
  readonly isOptional?: boolean;
  /** Members of a union that came or went. */
  readonly members?: readonly string[];
}

type Body = InterfaceDeclaration | TypeLiteralNode;

/** What differs between two declarations of one name. What differs in a type that they refer to is that type's own matter. */
export function compareDeclarations(before: TypeDeclaration, after: TypeDeclaration): readonly Fact[] {
  if (Node.isInterfaceDeclaration(before) && Node.isInterfaceDeclaration(after)) return compareMembers(before, after, "");
  const [old, fresh] = [bodyOf(before), bodyOf(after)];
  if (old !== undefined && fresh !== undefined) return compareTypes(old, fresh, "");
  const kind = relation(before.getType(), after.getType());
  return kind === undefined ? [] : [{ kind, path: "" }];
}

function bodyOf(declaration: TypeDeclaration): TypeNode | undefined {
  return Node.isTypeAliasDeclaration(declaration) ? declaration.getTypeNode() : undefined;
}

function compareMembers(before: Body, after: Body, path: string): readonly Fact[] {
  const [old, fresh] = [membersOf(before), membersOf(after)];
  const facts: Fact[] = [];
  for (const [name, member] of old) {
    const at = joined(path, name);
    const now = fresh.get(name);
    if (now === undefined) facts.push({ kind: "removed", path: at, before: shown(member), isOptional: isOptional(member) });
    else facts.push(...compareMember(member, now, at));
  }
  for (const [name, member] of fresh) {
    if (!old.has(name)) facts.push({ kind: "added", path: joined(path, name), after: shown(member), isOptional: isOptional(member) });
  }
  return facts;
}

function compareMember(before: TypeElementTypes, after: TypeElementTypes, path: string): readonly Fact[] {
  const facts: Fact[] = [];
  if (isOptional(before) !== isOptional(after)) facts.push({ kind: isOptional(after) ? "optional" : "required", path });
  const [old, fresh] = [typeOf(before), typeOf(after)];
  return old === undefined || fresh === undefined ? facts : [...facts, ...compareTypes(old, fresh, path)];
}

function compareTypes(before: TypeNode, after: TypeNode, path: string): readonly Fact[] {
  const [old, fresh] = [inside(before), inside(after)];
  if (keyOf(old) === keyOf(fresh)) return [];
  if (Node.isTypeLiteral(old) && Node.isTypeLiteral(fresh)) return compareMembers(old, fresh, path);
  if (Node.isArrayTypeNode(old) && Node.isArrayTypeNode(fresh))
    return compareTypes(old.getElementTypeNode(), fresh.getElementTypeNode(), `${path}[]`);
  const texts = { path, before: shownType(old), after: shownType(fresh) };
  const [was, is] = [branches(old), branches(fresh)];
  const added = [...is].filter(([key]) => !was.has(key)).map(([, node]) => node);
  const removed = [...was].filter(([key]) => !is.has(key)).map(([, node]) => node);
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length === 0) return [{ kind: "widened", ...texts, members: added.map(shownType) }];
  if (added.length === 0) return [{ kind: "narrowed", ...texts, members: removed.map(shownType) }];
  const [gone, come] = [removed[0], added[0]];
  const isSame = gone !== undefined && come !== undefined && removed.length + added.length === 2 && gone.getKind() === come.getKind();
  if (isSame && (gone !== old || come !== fresh) && (Node.isTypeLiteral(gone) || Node.isTypeOperatorTypeNode(gone)))
    return compareTypes(gone, come, path);
  const kind = relation(before.getType(), after.getType());
  return kind === undefined ? [] : [{ kind, ...texts }];
}

function relation(before: Type, after: Type): "widened" | "narrowed" | "changed" | undefined {
  const [wider, narrower] = [assignable(before, after), assignable(after, before)];
  if (wider && narrower) return undefined;
  return wider ? "widened" : narrower ? "narrowed" : "changed";
}

/** The type behind parentheses and `readonly`. */
function inside(node: TypeNode): TypeNode {
  if (Node.isParenthesizedTypeNode(node)) return inside(node.getTypeNode());
  if (Node.isTypeOperatorTypeNode(node)) return inside(node.getTypeNode());
  return node;
}

function branches(node: TypeNode): ReadonlyMap<string, TypeNode> {
  const nodes = Node.isUnionTypeNode(node) ? node.getTypeNodes() : [node];
  return new Map(nodes.map((each) => [keyOf(inside(each)), each]));
}

function membersOf(body: Body): ReadonlyMap<string, TypeElementTypes> {
  const members = new Map<string, TypeElementTypes>();
  for (const member of body.getMembers()) {
    if (Node.isPropertySignature(member)) members.set(nameOf(member.getNameNode()), member);
    else if (Node.isIndexSignatureDeclaration(member)) members.set("[key]", member);
  }
  return members;
}

function nameOf(node: Node): string {
  return Node.isStringLiteral(node) ? node.getLiteralValue() : node.getText();
}

function typeOf(member: TypeElementTypes): TypeNode | undefined {
  if (Node.isPropertySignature(member)) return member.getTypeNode();
  return Node.isIndexSignatureDeclaration(member) ? member.getReturnTypeNode() : undefined;
}

function isOptional(member: TypeElementTypes): boolean {
  return Node.isIndexSignatureDeclaration(member) || (Node.isPropertySignature(member) && member.hasQuestionToken());
}

function shown(member: TypeElementTypes): string {
  const type = typeOf(member);
  return type === undefined ? "" : shownType(type);
}

function shownType(node: TypeNode): string {
  return node
    .getText()
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function joined(path: string, name: string): string {
  const step = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : name === "[key]" ? name : `[${JSON.stringify(name)}]`;
  return path === "" || step.startsWith("[") ? `${path}${step}` : `${path}.${step}`;
}
