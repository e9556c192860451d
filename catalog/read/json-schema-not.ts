import type { Place, Shape } from "../event-model.js";
import { type JsonType, jsonTypes } from "./json-schema-check.js";
import { objectWith, unionOf } from "./json-schema-combine.js";
import { type Scalar, scalarOf } from "./json-schema-literal.js";
import { type JsonNode, type JsonObject, memberOf } from "./json-text.js";

/** What the `not` of one schema rules out, as far as a type can say it. */
export interface Exclusions {
  readonly types: ReadonlySet<JsonType>;
  readonly values: ReadonlySet<Scalar>;
  /** Shapes that hold beside the schema's own. */
  readonly shapes: readonly Shape[];
}

/** Reads `not`; what it says in other ways than these is left to the codec. */
export function exclusionsOf(
  node: JsonObject,
  options: { readonly place: Place; readonly shapeOf: (inner: JsonNode) => Shape },
): Exclusions {
  const types = new Set<JsonType>();
  const values = new Set<Scalar>();
  const shapes: Shape[] = [];
  for (const refused of refusedBy(memberOf(node, "not"))) {
    const words = assertionsOf(refused);
    const only = words.length === 1 ? words[0] : undefined;
    if (refused.kind === "boolean" ? refused.value : refused.kind === "object" && words.length === 0) shapes.push({ kind: "never" });
    else if (only === "type") for (const type of typesIn(memberOf(refused, "type"))) types.add(type);
    else if (only === "const" || only === "enum") for (const value of scalarsIn(refused)) values.add(value);
    else if (only === "required") shapes.push(...withoutField(memberOf(refused, "required"), options.place));
    else if (only === "not")
      shapes.push(...[memberOf(refused, "not")].flatMap((inner) => (inner === undefined ? [] : [options.shapeOf(inner)])));
  }
  if (types.has("number")) types.add("integer");
  return { types, values, shapes };
}

/** The shape without these values, where it lists its values. */
export function withoutValues(shape: Shape, values: ReadonlySet<Scalar>): Shape {
  if (values.size === 0) return shape;
  if (shape.kind === "union") return unionOf(shape.branches.map((branch) => withoutValues(branch.shape, values)));
  if (shape.kind === "null") return values.has(null) ? { kind: "never" } : shape;
  const listed = shape.kind === "literal" ? shape.values : shape.kind === "boolean" ? [true, false] : undefined;
  if (listed === undefined) return shape;
  const left = listed.filter((value) => !values.has(value));
  if (left.length === listed.length) return shape;
  return left.length === 0 ? { kind: "never" } : { kind: "literal", values: left };
}

/** The scalars of a schema's `const` or `enum`. */
export function scalarsIn(node: JsonNode): readonly Scalar[] {
  const constant = memberOf(node, "const");
  const list = memberOf(node, "enum");
  const nodes = constant !== undefined ? [constant] : list?.kind === "array" ? list.items : [];
  return nodes.map(scalarOf).filter((value) => value !== undefined);
}

const annotations = new Set(["title", "description", "$comment", "default", "examples", "deprecated", "readOnly", "writeOnly"]);

/** The keywords of a schema that say more than words for people. */
export function assertionsOf(node: JsonNode | undefined): readonly string[] {
  return node?.kind === "object" ? node.members.map((member) => member.key).filter((key) => !annotations.has(key)) : [];
}

/** "Not any of these" refuses each of them. */
function refusedBy(not: JsonNode | undefined): readonly JsonNode[] {
  if (not === undefined) return [];
  const any = assertionsOf(not).length === 1 ? memberOf(not, "anyOf") : undefined;
  return any?.kind === "array" ? any.items.flatMap(refusedBy) : [not];
}

function typesIn(type: JsonNode | undefined): readonly JsonType[] {
  const words = type?.kind === "array" ? type.items : type === undefined ? [] : [type];
  return jsonTypes.filter((known) => words.some((word) => word.kind === "string" && word.value === known));
}

/** Whatever is no object has what is required of objects only, so what lacks the one property is an object. */
function withoutField(required: JsonNode | undefined, place: Place): readonly Shape[] {
  const [name, ...more] = required?.kind === "array" ? required.items : [];
  if (name?.kind !== "string" || more.length > 0) return [];
  return [objectWith([{ name: name.value, shape: { kind: "never" }, required: false, place }])];
}
