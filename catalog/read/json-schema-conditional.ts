import type { Place, Shape } from "../event-model.js";
import { intersectionOf, objectWith, unionOf } from "./json-schema-combine.js";
import { type Dialect, isWordOf, membersOf } from "./json-schema-keywords.js";
import { assertionsOf, scalarsIn } from "./json-schema-not.js";
import { type JsonNode, type JsonObject, memberOf } from "./json-text.js";

/** What a conditional needs of where it stands. */
export interface Conditional {
  /** The schema and those that hold it at the same value: what they list for a property is known of it. */
  readonly around: readonly JsonObject[];
  /** True where the value can be nothing but an object. */
  readonly isObject: boolean;
  readonly dialect: Dialect;
  readonly place: Place;
  readonly shapeOf: (inner: JsonNode) => Shape;
}

// Each is a choice, and a compiler tries all combinations of choices.
const mostChoices = 6;

/** What `if`, `dependentRequired` and `dependentSchemas` say, each as a choice between two shapes. */
export function conditionalShapes(node: JsonObject, context: Conditional): readonly Shape[] {
  const choices = [...ifShapes(node, context), ...(context.isObject ? dependentShapes(node, context) : [])];
  return choices.filter((shape) => shape.kind === "union").length > mostChoices ? [] : choices;
}

function ifShapes(node: JsonObject, context: Conditional): readonly Shape[] {
  const condition = memberOf(node, "if");
  if (condition === undefined) return [];
  const [then, otherwise] = ["then", "else"].map((keyword) => {
    const inner = memberOf(node, keyword);
    return inner === undefined ? anything : context.shapeOf(inner);
  });
  const met = intersectionOf([context.shapeOf(condition), then ?? anything]);
  return [unionOf([met, intersectionOf([unless(condition, context), otherwise ?? anything])])];
}

const anything: Shape = { kind: "any" };

/** What holds where the condition does not: the other values of a property whose values are listed; else nothing certain. */
function unless(condition: JsonNode, { around, isObject, place }: Conditional): Shape {
  if (condition.kind === "boolean") return condition.value ? { kind: "never" } : anything;
  const words = assertionsOf(condition).filter((word) => word !== "required" && word !== "type");
  const [member, ...others] = membersOf(memberOf(condition, "properties"));
  if (!isObject || words.join() !== "properties" || member === undefined || others.length > 0) return anything;
  const list = memberOf(condition, "required");
  const required = list?.kind === "array" ? list.items : [];
  if (!required.every((name) => name.kind === "string" && name.value === member.key)) return anything;
  const refused = new Set(scalarsIn(member.value));
  const told = assertionsOf(member.value).filter((word) => word !== "type");
  if (told.length !== 1 || refused.size === 0) return anything;
  const all = around
    .map((it) => memberOf(memberOf(it, "properties"), member.key))
    .find((it) => it !== undefined && scalarsIn(it).length > 0);
  // A list that also holds objects, or numbers that no literal can name, has more values than are left here.
  const listed = memberOf(all, "enum");
  if (all === undefined || (listed?.kind === "array" && scalarsIn(all).length < listed.items.length)) return anything;
  const values = scalarsIn(all).filter((value) => !refused.has(value));
  const shape: Shape = values.length === 0 ? { kind: "never" } : { kind: "literal", values };
  return objectWith([{ name: member.key, shape, required: required.length === 0, place }]);
}

function dependentShapes(node: JsonObject, context: Conditional): readonly Shape[] {
  const isRequired = (name: string) => {
    const list = memberOf(node, "required");
    return list?.kind === "array" && list.items.some((it) => it.kind === "string" && it.value === name);
  };
  const entries = ["dependentRequired", "dependentSchemas", "dependencies"]
    .filter((keyword) => isWordOf(context.dialect, keyword))
    .flatMap((keyword) => membersOf(memberOf(node, keyword)));
  return entries.map(({ key, value }) => {
    const wanted = value.kind === "array" ? required(value.items, context) : context.shapeOf(value);
    const absent = objectWith([{ name: key, shape: { kind: "never" }, required: false, place: context.place }]);
    return isRequired(key) ? wanted : unionOf([absent, wanted]);
  });
}

function required(names: readonly JsonNode[], { place }: Conditional): Shape {
  const fields = names.flatMap((name) => (name.kind === "string" ? [{ name: name.value, shape: anything, required: true, place }] : []));
  return fields.length === 0 ? anything : objectWith(fields);
}
