import type { EventModel, Field, LogicalShape, Shape } from "../../catalog/index.js";
import type { ValueOptions } from "../options.js";

/** The doc comment of a member: the schema's words, then unit or format, version and default, where known. */
export function fieldNotes(field: Field, model: EventModel, values: ValueOptions): readonly string[] {
  const unit = unitOf(field.shape, model, values);
  const facts = [
    ...(field.since === undefined ? [] : [`Since v${field.since}.`]),
    ...(shownDefault(field) ? [`Default ${oneLine(field.defaultText ?? "")}.`] : []),
  ];
  const doc = field.doc?.trim() ?? "";
  if (doc === "") return [[...(unit === undefined ? [] : [`${unit.charAt(0).toUpperCase()}${unit.slice(1)}.`]), ...facts].join(" ")];
  const tail = [...(unit === undefined ? [] : [`(${unit})`]), ...facts].join(" ");
  const sentence = unit === undefined && facts.length > 0 && !/[.!?)]$/.test(doc) ? `${doc}.` : doc;
  return /[\n\r]/.test(doc) ? [sentence, tail] : [`${sentence} ${tail}`];
}

function shownDefault(field: Field): boolean {
  return field.defaultText !== undefined && field.defaultText !== "null" && field.defaultText.length <= 40;
}

/** JSON may hold two characters that end a line elsewhere. */
function oneLine(json: string): string {
  return json.replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

function unitOf(shape: Shape, model: EventModel, values: ValueOptions): string | undefined {
  switch (shape.kind) {
    case "logical":
      return logicalUnit(shape, values);
    case "union": {
      const others = shape.branches.filter((branch) => branch.shape.kind !== "null");
      return others.length === 1 && others[0] !== undefined ? unitOf(others[0].shape, model, values) : undefined;
    }
    case "ref": {
      const type = model.types.get(shape.name);
      if (type?.kind !== "fixed") return undefined;
      return type.logical === undefined ? `${type.size} ${type.size === 1 ? "byte" : "bytes"}` : logicalUnit(type.logical, values);
    }
    case "long":
      return shape.format ?? (values.long === "string" ? "64 bits, as text" : undefined);
    case "string":
    case "int":
    case "number":
    case "double":
    case "bytes":
      return shape.format;
    default:
      return undefined;
  }
}

function logicalUnit(shape: LogicalShape, { timestamps }: ValueOptions): string | undefined {
  const [, local, unit] = /^(local-)?timestamp-(.*)s$/.exec(shape.logical) ?? [];
  if (timestamps === "string" && unit !== undefined) return `ISO 8601, ${unit}seconds${local === undefined ? " UTC" : " of local time"}`;
  if (timestamps === "bigint" && unit === "milli")
    return local === undefined ? "milliseconds since 1970-01-01 UTC" : "milliseconds of local time";
  switch (shape.logical) {
    case "decimal":
      return `decimal ${shape.precision ?? "?"},${shape.scale ?? 0}`;
    case "uuid":
      return "uuid";
    case "date":
      return "date, YYYY-MM-DD";
    case "time-millis":
      return "milliseconds since midnight";
    case "time-micros":
      return "microseconds since midnight";
    case "timestamp-micros":
      return "microseconds since 1970-01-01 UTC";
    case "timestamp-nanos":
      return "nanoseconds since 1970-01-01 UTC";
    case "local-timestamp-millis":
      return "local time, read as if it were UTC";
    case "local-timestamp-micros":
      return "microseconds of local time";
    case "local-timestamp-nanos":
      return "nanoseconds of local time";
    default:
      return undefined;
  }
}
