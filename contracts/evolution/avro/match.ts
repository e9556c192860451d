/** The shallow question of Avro's schema resolution: may this reader type be tried on this writer type at all? */
import type { Branch, NamedType } from "../../../catalog/index.js";
import type { Side } from "../side.js";
import { aliasNames, type Node, nodeOf, type Physical } from "./node.js";

/** True when kinds are equal or promotable, and names agree unqualified or through a reader alias. */
export function matches(reader: Node, writer: Node): boolean {
  if (reader.kind === "leaf" && writer.kind === "leaf") return readable(reader.physical, writer.physical);
  if (reader.kind !== writer.kind) return false;
  const [r, w] = [typeOf(reader), typeOf(writer)];
  return r === undefined || w === undefined || namesMatch(r, w);
}

/** Same unqualified name, or the writer's full name among the reader's aliases. */
export function namesMatch(reader: NamedType, writer: NamedType): boolean {
  return reader.shortName === writer.shortName || aliasNames(reader).includes(writer.name);
}

/** True when bytes of the writer's primitive can be read as the reader's. */
function readable(reader: Physical, writer: Physical): boolean {
  return reader === writer || (promotions[writer] ?? []).includes(reader);
}

/**
 * The reader's branch that resolution takes for a writer's type: the same full name before all, the same kind before a promotion, else
 * the first that matches. Fields have no say: a branch that matches by name and then fails is a failure, not a reason to look further.
 */
export function chooseBranch(side: Side, branches: readonly Branch[], writer: Node): Branch | undefined {
  const named = typeOf(writer);
  const exact = branches.find((branch) => {
    const node = nodeOf(side, branch.shape);
    if (named !== undefined) return node.kind === writer.kind && typeOf(node)?.name === named.name;
    return node.kind === "leaf" && writer.kind === "leaf" && node.physical === writer.physical;
  });
  return exact ?? branches.find((branch) => matches(nodeOf(side, branch.shape), writer));
}

/** The named type behind a node, if it has one. */
export function typeOf(node: Node): NamedType | undefined {
  return node.kind === "record" || node.kind === "enum" || node.kind === "fixed" ? node.type : undefined;
}

const promotions: Partial<Record<Physical, readonly Physical[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};
