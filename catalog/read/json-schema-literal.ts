import type { Place, Shape } from "../event-model.js";
import { unionOf } from "./json-schema-combine.js";
import type { JsonNode } from "./json-text.js";

/** A value that a literal type can name. */
export type Scalar = string | number | boolean | null;

/** The values of `const` or `enum`, each as exactly as a type can say it. */
export function literalShape(nodes: readonly JsonNode[], place: Place): Shape {
  const values = new Set<Scalar>();
  const others: Shape[] = [];
  for (const node of nodes) {
    const value = scalarOf(node);
    if (value === undefined) others.push(compound(node, place));
    else values.add(value);
  }
  const scalars: readonly Shape[] = values.size === 0 ? [] : [{ kind: "literal", values: [...values] }];
  return unionOf([...scalars, ...others]);
}

/** The value of a scalar that a literal can name; undefined for objects, arrays and numbers that JavaScript would round. */
export function scalarOf(node: JsonNode): Scalar | undefined {
  if (node.kind === "null") return null;
  if (node.kind === "string" || node.kind === "boolean") return node.value;
  if (node.kind !== "number") return undefined;
  const value = Number(node.text);
  // Two large numbers may share one double, and then the literal would name the wrong one.
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? undefined : value;
}

function compound(node: JsonNode, place: Place): Shape {
  if (node.kind === "object") {
    const fields = node.members.map(({ key, value }) => ({
      name: key,
      shape: literalShape([value], place),
      required: true,
      aliases: [],
      place,
    }));
    return { kind: "object", fields, additional: false };
  }
  if (node.kind !== "array") return { kind: "number" };
  return { kind: "array", items: { kind: "never" }, prefix: node.items.map((item) => literalShape([item], place)) };
}
