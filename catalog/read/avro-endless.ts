import type { NamedType, Shape } from "../event-model.js";
import type { AvroScope } from "./avro-scope.js";
import { memberOf } from "./json-text.js";
import { reporter } from "./source.js";

type Types = ReadonlyMap<string, NamedType>;

/** Reports records that hold themselves whichever way one goes: Avro does not forbid them, but they have no value that ends. */
export function reportEndless(types: Types, scope: AvroScope): void {
  const endless = endlessRecords(types);
  for (const name of endless) {
    const definition = scope.types.get(name);
    if (definition === undefined || !reaches(name, name, types, endless)) continue;
    const { node, file } = definition;
    const message = `every ${name} holds another ${name}, so none ever ends`;
    const hint = 'Give one of the fields on the way another end: ["null", …], an array or a map';
    reporter(file, scope.diagnostics)("SCHEMA_UNSUPPORTED", memberOf(node, "name") ?? node, message, { hint });
  }
}

/** A record ends once all its fields do; what is left when no more are found to end never does. */
function endlessRecords(types: Types): ReadonlySet<string> {
  const open = new Set<string>();
  for (const type of types.values()) if (type.kind === "record") open.add(type.name);
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const name of open) if (fieldShapes(name, types).every((shape) => ends(shape, open))) open.delete(name);
  }
  return open;
}

function ends(shape: Shape, open: ReadonlySet<string>): boolean {
  if (shape.kind === "ref") return !open.has(shape.name);
  return shape.kind !== "union" || shape.branches.length === 0 || shape.branches.some((branch) => ends(branch.shape, open));
}

function reaches(from: string, to: string, types: Types, endless: ReadonlySet<string>): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const next of fieldShapes(name, types).flatMap(direct)) {
      if (next === to) return true;
      if (endless.has(next) && !seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}

/** The names that a value of the shape may hold at once. */
function direct(shape: Shape): readonly string[] {
  if (shape.kind === "ref") return [shape.name];
  return shape.kind === "union" ? shape.branches.flatMap((branch) => direct(branch.shape)) : [];
}

function fieldShapes(name: string, types: Types): readonly Shape[] {
  const type = types.get(name);
  return type?.kind === "record" ? type.fields.map((field) => field.shape) : [];
}
