/** From YAML to a consumer's contract, with every mistake told by place. */
import { isMap, isScalar, type Node } from "yaml";
import { type Diagnostic, type EventModel, fieldsOf, type NamedType, type Shape, suggest } from "../../catalog/index.js";
import { type YamlReader, yamlReader } from "../yaml-reader.js";
import type { ConsumerContract, DeclaredField, DeclaredRead } from "./consumer.js";
import { insideOf } from "./inside.js";

const fileKeys = ["contract", "consumer", "owner", "status", "reads"] as const;
const readKeys = [
  "channel",
  "message",
  "group",
  "reader",
  "mustRead",
  "key",
  "headers",
  "fields",
  "onUnknownField",
  "onBadRecord",
  "why",
] as const;
const fieldKeys = ["path", "nullable", "handles", "onUnknown", "why"] as const;
const statuses = ["active", "pending", "retired"] as const;

/** Reads one file against a model; undefined where it is none. What it names and the model lacks is a warning: it may be the very change. */
export function readConsumer(
  path: string,
  text: string,
  model: EventModel,
): { readonly contract?: ConsumerContract; readonly diagnostics: readonly Diagnostic[] } {
  const reader = yamlReader("CONSUMER_INVALID", path, text);
  if (reader.root === undefined) return { diagnostics: reader.diagnostics };
  const parts = reader.members(reader.root, fileKeys);
  reader.constant(parts, "contract", "consumer/v1");
  const consumer = reader.text(parts, "consumer", "the name of the service");
  const owner = parts.has("owner") ? reader.text(parts, "owner", "a name") : undefined;
  const status = reader.oneOf(parts, "status", statuses) ?? "active";
  const reads = reader.items(parts, "reads").flatMap((node) => readOf(reader, node, model) ?? []);
  if (reader.diagnostics.some((diagnostic) => diagnostic.severity === "error") || consumer === undefined) {
    return { diagnostics: reader.diagnostics };
  }
  const place = reader.placeOf(parts.get("consumer"));
  return { contract: { consumer, ...(owner === undefined ? {} : { owner }), status, place, reads }, diagnostics: reader.diagnostics };
}

function readOf(reader: YamlReader, node: Node, model: EventModel): DeclaredRead | undefined {
  const parts = reader.members(node, readKeys);
  const channel = reader.text(parts, "channel", "the topic", node);
  const message = reader.text(parts, "message", "the name of an event", node);
  const group = parts.has("group") ? reader.text(parts, "group", "a consumer group") : undefined;
  if (channel === undefined || message === undefined) return undefined;
  const shapes = eventOf(reader, { channel, message, parts }, model);
  const fields = parts.has("fields") ? reader.items(parts, "fields").flatMap((field) => fieldOf(reader, field, shapes) ?? []) : undefined;
  const place = reader.placeOf(parts.get("message"));
  return { channel, message, place, ...(group === undefined ? {} : { group }), ...(fields === undefined ? {} : { fields }) };
}

/** Every shape that the event has or had. */
type Shapes = readonly (() => { readonly shape: Shape; readonly types: ReadonlyMap<string, NamedType> })[];

interface Named {
  readonly channel: string;
  readonly message: string;
  readonly parts: ReadonlyMap<string, Node>;
}

function eventOf(reader: YamlReader, { channel, message, parts }: Named, model: EventModel): Shapes {
  const topic = model.topics.find((one) => one.topic === channel);
  if (topic === undefined) {
    reader.warn(
      parts.get("channel"),
      `no folder declares the topic ${channel}`,
      suggest(
        channel,
        model.topics.map((one) => one.topic),
      ),
    );
    return [];
  }
  const event = topic.events.find((one) => one.name === message || one.shortName === message);
  if (event === undefined) {
    const gone = (model.removed ?? []).some((one) => one.shortName === message.slice(message.lastIndexOf(".") + 1));
    const names = topic.events.map((one) => (message.includes(".") ? one.name : one.shortName));
    if (!gone) reader.warn(parts.get("message"), `${channel} has no event ${message}`, suggest(message, names));
    return [];
  }
  return [() => ({ shape: event.shape, types: model.types }), ...event.released.map((version) => () => version)];
}

function fieldOf(reader: YamlReader, node: Node, shapes: Shapes): DeclaredField | undefined {
  const parts = isMap(node) ? reader.members(node, fieldKeys) : new Map<string, Node>([["path", node]]);
  const at = parts.get("path");
  const text = reader.text(parts, "path", "the path of a field, e.g. total.amount or lines[].sku", node);
  if (text === undefined) return undefined;
  const path = text
    .replaceAll(/\[\]|\{\}/g, "")
    .split(".")
    .filter((step) => step !== "");
  const place = reader.placeOf(isScalar(at) ? at : node);
  const missing = shapes.length === 0 ? undefined : firstMissing(path, shapes);
  if (missing !== undefined) reader.warn(at ?? node, `no version of the event has a field ${path.join(".")}`, missing.near);
  return { path, place };
}

/** Undefined where one of the shapes has the path. */
function firstMissing(path: readonly string[], shapes: Shapes): { readonly near?: string } | undefined {
  let near: string | undefined;
  for (const look of shapes) {
    const { shape, types } = look();
    let open: readonly Shape[] = [shape];
    const done = path.every((name) => {
      const fields = open.flatMap((one) => insideOf(one)).flatMap((one) => fieldsOf(one, types));
      const found = fields.filter((field) => field.name === name);
      near ??=
        found.length > 0
          ? undefined
          : suggest(
              name,
              fields.map((field) => field.name),
            );
      open = found.map((field) => field.shape);
      return found.length > 0;
    });
    if (done) return undefined;
  }
  return near === undefined ? {} : { near };
}
