import type { NamedType, Shape } from "../event-model.js";
import { fits } from "./avro-default.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { type JsonNode, memberOf } from "./json-text.js";
import { reporter } from "./source.js";

type Types = ReadonlyMap<string, NamedType>;

interface Default {
  readonly value: JsonNode;
  readonly definition: Definition;
  /** The fields whose defaults fill it up. */
  readonly needs: readonly string[];
}

/** Reports defaults that leave out fields whose own defaults lead back to them: filled up, they never end. */
export function reportEndlessDefaults(types: Types, scope: AvroScope): void {
  const defaults = new Map<string, Default>();
  for (const [name, definition] of scope.types) addDefaults(name, definition, types, defaults);
  for (const [key, { value, definition }] of defaults) {
    if (!reachesItself(key, defaults)) continue;
    reporter(definition.file, scope.diagnostics)(
      "SCHEMA_INVALID_DEFAULT",
      value,
      "this default never ends: it leaves out a field whose own default leads back here",
      {
        hint: "Write the field out where the default leaves it out",
      },
    );
  }
}

function reachesItself(key: string, defaults: ReadonlyMap<string, Default>): boolean {
  const reached = new Set(defaults.get(key)?.needs);
  for (const next of reached) for (const need of defaults.get(next)?.needs ?? []) reached.add(need);
  return reached.has(key);
}

function addDefaults(name: string, definition: Definition, types: Types, defaults: Map<string, Default>): void {
  const type = types.get(name);
  const list = memberOf(definition.node, "fields");
  if (type?.kind !== "record" || list?.kind !== "array") return;
  for (const [index, field] of type.fields.entries()) {
    const value = memberOf(list.items[index], "default");
    // One that is no value of its type has an error of its own.
    if (value === undefined || value.kind === "null" || !fits(value, field.shape, types)) continue;
    const needs = [...leftOut(value, field.shape, types)];
    if (needs.length > 0) defaults.set(keyOf(name, field.name), { value, definition, needs });
  }
}

/** The fields that a value leaves to their defaults. */
function* leftOut(value: JsonNode, shape: Shape, types: Types): Generator<string> {
  if (shape.kind === "union") {
    const taken = shape.branches.find((branch) => fits(value, branch.shape, types));
    if (taken !== undefined) yield* leftOut(value, taken.shape, types);
  } else if (shape.kind === "array" && value.kind === "array") {
    for (const item of value.items) yield* leftOut(item, shape.items, types);
  } else if (shape.kind === "map" && value.kind === "object") {
    for (const member of value.members) yield* leftOut(member.value, shape.values, types);
  } else if (shape.kind === "ref") {
    const type = types.get(shape.name);
    for (const field of type?.kind === "record" ? type.fields : []) {
      const member = memberOf(value, field.name);
      if (member === undefined) yield keyOf(shape.name, field.name);
      else yield* leftOut(member, field.shape, types);
    }
  }
}

function keyOf(record: string, field: string): string {
  return `${record}\n${field}`;
}
