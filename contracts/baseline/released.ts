/** The model as it was when everything was last released. */
import type { EventModel, NamedType, ReleasedVersion, RemovedSchema, SchemaModel } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";

/**
 * Each event at its last released version, those that are gone included and those never released left out. Shared types are
 * as the released events hold them; topics have no history, so they are as they are. @throws EventwrightError BASELINE_UNAVAILABLE.
 */
export function releasedModel(model: EventModel): EventModel {
  const back = (model.removed ?? []).flatMap((gone) => revived(gone, model) ?? []);
  const events = [...model.schemas.filter((schema) => schema.released.length > 0).map((schema) => atLastRelease(schema, model)), ...back];
  if (events.length === 0) {
    const hint = "freeze the first versions with `eventwright release`, or use --against git:REF or dir:PATH";
    throw new EventwrightError("BASELINE_UNAVAILABLE", { detail: "released: it holds no version of any event", hint });
  }
  const types = releasedTypes(model, events);
  const shared = model.schemas.filter((schema) => schema.released.length === 0 && schema.defines.some((name) => types.has(name)));
  const schemas = [...events.map(({ schema }) => schema), ...shared].sort((a, b) => (a.place.path < b.place.path ? -1 : 1));
  const topics = model.topics.map((topic) => {
    return { ...topic, events: schemas.filter((schema) => schema.isEvent && schema.context === topic.context) };
  });
  return { root: model.root, topics, schemas, types, removed: [] };
}

interface Released {
  readonly schema: SchemaModel;
  /** Absent: the work tree says the same. */
  readonly types?: ReadonlyMap<string, NamedType>;
}

function atLastRelease(schema: SchemaModel, model: EventModel): Released {
  const last = schema.released.at(-1);
  if (last === undefined || last.text === schema.text) return { schema };
  const { shape, text, fingerprint, types, version } = last;
  const doc = shape.kind === "ref" ? types.get(shape.name)?.doc : schema.doc;
  const { doc: _, ...rest } = schema;
  const older = schema.released.filter((each) => each.version <= version);
  const at = { ...rest, ...(doc !== undefined && { doc }), shape, text, fingerprint, version, released: older };
  return { schema: { ...at, defines: definesOf(schema, types, model) }, types };
}

/** Of the types that a release holds inlined, the event's own: those that no other file of the work tree defines. */
function definesOf(schema: SchemaModel, types: ReadonlyMap<string, NamedType>, model: EventModel): readonly string[] {
  const elsewhere = new Set(model.schemas.filter((other) => other !== schema).flatMap((other) => other.defines));
  return [...types.keys()].filter((name) => !elsewhere.has(name));
}

function revived(gone: RemovedSchema, model: EventModel): Released | undefined {
  const last: ReleasedVersion | undefined = gone.released.at(-1);
  if (last === undefined) return undefined;
  const name = last.shape.kind === "ref" ? last.shape.name : gone.shortName;
  const known = new Set(model.schemas.flatMap((schema) => schema.defines));
  const defines = [...last.types.keys()].filter((type) => type === name || !known.has(type));
  const { context, shortName, format, released } = gone;
  const { place, shape, text, fingerprint, version, types } = last;
  const folder = [model.root, context].filter((part) => part !== "").join("/");
  const path = `${folder}/${stem(shortName)}${format === "avro" ? ".avsc" : ".schema.json"}`;
  const isEvent = model.topics.some((topic) => topic.context === context);
  const schema = {
    name,
    shortName,
    format,
    context,
    place: { ...place, path },
    shape,
    defines,
    text,
    fingerprint,
    released,
    version,
    isEvent,
  };
  return { schema, types };
}

/** A type that several releases hold is the one that differs from the work tree's, if one does. */
function releasedTypes(model: EventModel, events: readonly Released[]): ReadonlyMap<string, NamedType> {
  const types = new Map<string, NamedType>();
  for (const { schema, types: own } of events) {
    if (own === undefined) for (const name of reachable(schema, model)) if (!types.has(name)) keep(types, name, model.types.get(name));
  }
  for (const { types: own } of events) {
    for (const [name, type] of own ?? []) {
      const now = model.types.get(name);
      const known = types.get(name);
      if (known === undefined || (known === now && meaning(type) !== meaning(now))) keep(types, name, type);
    }
  }
  // What is the same but for where it was read keeps the work tree's words.
  for (const [name, type] of types) if (meaning(type) === meaning(model.types.get(name))) keep(types, name, model.types.get(name));
  return types;
}

function keep(types: Map<string, NamedType>, name: string, type: NamedType | undefined): void {
  if (type !== undefined) types.set(name, type);
}

function reachable(schema: SchemaModel, model: EventModel): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && value.kind === "ref" && "name" in value && typeof value.name === "string" && !found.has(value.name)) {
      found.add(value.name);
      visit(model.types.get(value.name));
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(schema.shape);
  for (const name of schema.defines) visit({ kind: "ref", name });
  return found;
}

/** What a type says, without where it stands. */
function meaning(type: NamedType | undefined): string {
  return JSON.stringify(type, (key, value: unknown) => (key === "place" || key === "file" || key === "since" ? undefined : value));
}

function stem(shortName: string): string {
  return shortName.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
