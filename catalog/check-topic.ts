import type { Diagnostic } from "./diagnostic.js";
import type { NamedType, Place, SchemaModel, Shape, TopicModel } from "./event-model.js";
import { findField, withoutNull } from "./field-path.js";
import type { TopicFile } from "./read/topic.js";
import { suggest } from "./suggest.js";

type Types = ReadonlyMap<string, NamedType>;
type Role = "key" | "id" | "time";

/** Reports every event that lacks the fields which its topic.yaml names, or has them in a form that can't serve. */
export function checkTopic({ topic, places }: TopicFile, events: readonly SchemaModel[], types: Types): readonly Diagnostic[] {
  const roles: readonly (readonly [Role, readonly string[] | undefined, Place | undefined])[] = [
    ["key", topic.key, places.key],
    ["id", topic.id.kind === "field" ? topic.id.path : undefined, places.id],
    ["time", topic.time, places.time],
  ];
  return events.flatMap((event) =>
    roles.flatMap(([role, path, named]) => {
      return path === undefined ? [] : checkRole({ event, role, path, types, ...(named && { named }) });
    }),
  );
}

/** Reports two folders that declare one topic. */
export function checkDuplicateTopics(files: readonly TopicFile[]): readonly Diagnostic[] {
  const first = new Map<TopicModel["topic"], Place>();
  const found: Diagnostic[] = [];
  for (const { topic, places } of files) {
    const related = first.get(topic.topic);
    if (related === undefined) first.set(topic.topic, places.topic);
    else {
      const hint = "Move the schemas into one folder, or give one of them another topic";
      const message = `the topic ${topic.topic} is declared twice`;
      found.push({ code: "TOPIC_DUPLICATE", severity: "error", message, place: places.topic, hint, related });
    }
  }
  return found;
}

interface RoleCheck {
  readonly event: SchemaModel;
  readonly role: Role;
  readonly path: readonly string[];
  readonly types: Types;
  readonly named?: Place;
}

function checkRole({ event, role, path, types, named }: RoleCheck): readonly Diagnostic[] {
  const dotted = path.join(".");
  const found = findField(event.shape, path, types);
  const related = named && { related: named };
  if ("missing" in found) {
    const near = suggest(found.missing, found.known);
    const hint = near === undefined ? `Add the field ${dotted} to the schema` : `Did you mean ${near}?`;
    const message = `${event.shortName} has no field ${dotted}, which topic.yaml names as ${role}`;
    return [{ code: "TOPIC_FIELD_MISSING", severity: "error", message, place: event.place, hint, ...related }];
  }
  const { field, certain } = found;
  if (!certain && role !== "time") {
    const message = `${dotted} is the ${role} of each event on the topic, but in ${event.shortName} it may be absent`;
    const hint = "Make the field required and not nullable";
    return [{ code: "TOPIC_FIELD_MISSING", severity: "error", message, place: field.place, hint, ...related }];
  }
  if (serves(role, field.shape, types)) return [];
  const message = `${dotted} can't be the ${role} of ${event.shortName}: it is not ${wanted[role]}`;
  return [{ code: "TOPIC_INVALID_VALUE", severity: "error", message, place: field.place, hint: `Make it ${wanted[role]}`, ...related }];
}

const wanted: Readonly<Record<Role, string>> = {
  key: "a string or a whole number",
  id: "a string",
  time: "a timestamp, or a string with a date and time",
};

function serves(role: Role, shape: Shape, types: Types): boolean {
  const { shape: bare } = withoutNull(shape);
  if (bare.kind === "ref") {
    const type = types.get(bare.name);
    if (type?.kind === "alias") return type.shape.kind !== "ref" && serves(role, type.shape, types);
    return role !== "time" && (type?.kind === "enum" || (type?.kind === "fixed" && type.logical?.logical === "uuid"));
  }
  if (bare.kind === "string" || bare.kind === "any") return true;
  if (role === "time") return bare.kind === "long" || (bare.kind === "logical" && bare.logical.startsWith("timestamp-"));
  if (bare.kind === "logical")
    return bare.logical === "uuid" || (role === "key" && (bare.logical === "date" || bare.logical === "decimal"));
  if (bare.kind === "literal") return bare.values.every((value) => typeof value === "string");
  if (bare.kind === "intersection") return bare.parts.some((part) => serves(role, part, types));
  return role === "key" && (bare.kind === "int" || bare.kind === "long" || (bare.kind === "number" && bare.format === "integer"));
}
