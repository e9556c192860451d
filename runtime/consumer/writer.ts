import type { EventCodec } from "../codec/codec.js";
import { EventwrightError } from "../errors.js";
import type { Registry, RegistrySchema } from "../registry/registry.js";
import type { Topic } from "../topic.js";

/** Which event a schema id stands for, and what its decoder needs to be told. */
interface Writer {
  /** The event's short name: its key in the topic. */
  readonly event: string;
  readonly codec: EventCodec<unknown>;
  /** A released version, the text of a schema unknown at build time, or absent for the codec's own. */
  readonly schema?: number | string;
  /** True when only the record's `ce_type` told which event it is. */
  readonly byHeader?: boolean;
}

type Lookup = (id: number, ceType: string | undefined) => Promise<Writer>;

const lookups = new WeakMap<Registry, WeakMap<Topic, Lookup>>();

/** Finds the writer of a schema id, once. @throws EventwrightError SCHEMA_NOT_FOUND, REGISTRY_UNAVAILABLE, DECODE_WRONG_EVENT. */
export function writerLookup(topic: Topic, registry: Registry): Lookup {
  const ofRegistry = lookups.get(registry) ?? new WeakMap<Topic, Lookup>();
  lookups.set(registry, ofRegistry);
  const known = ofRegistry.get(topic);
  if (known) return known;
  const writers = new Map<number, Writer>();
  const lookup: Lookup = async (id, ceType) => {
    const found = writers.get(id);
    if (found) return found;
    const writer = writerOf(topic, await registry.schemaOf(id), ceType);
    if (!writer) throw new EventwrightError("DECODE_WRONG_EVENT", { detail: `id ${id} in ${topic.name}` });
    // Found by its record's header: the next record of this id may say something else.
    if (!writer.byHeader) writers.set(id, writer);
    return writer;
  };
  ofRegistry.set(topic, lookup);
  return lookup;
}

function writerOf(topic: Topic, schema: RegistrySchema, ceType: string | undefined): Writer | undefined {
  const events = Object.entries<{ readonly codec: EventCodec<unknown> }>(topic.events).filter(
    ([, { codec }]) => codec.format === schema.format,
  );
  const wanted = canonical(schema.text);
  for (const [event, { codec }] of events) {
    const released = codec.writers.find(({ schema: text }) => text === schema.text || canonical(text) === wanted);
    if (released) return { event, codec, schema: released.version };
    if (canonical(codec.schema) === wanted) return { event, codec };
  }
  const name = fullName(schema);
  const named = events.find(([, { codec }]) => codec.name === name);
  const found = named ?? events.find(([, { codec }]) => codec.name === ceType);
  return found && { event: found[0], codec: found[1].codec, schema: schema.text, byHeader: named === undefined };
}

/** Registries reformat what they are given: two texts are one schema if their JSON is, whatever the order of keys. */
function canonical(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_key, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return text;
  }
}

function fullName({ format, text }: RegistrySchema): string | undefined {
  try {
    const { name, namespace, title } = JSON.parse(text);
    if (format === "json") return title;
    return typeof namespace === "string" && namespace !== "" && !String(name).includes(".") ? `${namespace}.${name}` : name;
  } catch {
    return undefined;
  }
}
