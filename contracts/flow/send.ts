/** Sends what a flow says: a sample event with its values set, as often as wanted, whole or damaged. */
import { randomUUID } from "node:crypto";
import {
  EventwrightError,
  frame,
  type OutgoingRecord,
  partitionOf,
  sampleEvents,
  subjectOf,
  type Topic,
  valuesOf,
} from "../../runtime/index.js";
import { at, replaced } from "../verify/identify.js";
import type { SendStep } from "./flow.js";
import type { World } from "./world.js";

const unknownSchemaId = 2_000_000_011;

/** Sends one step's records in order. */
export async function send(world: World, step: SendStep, index: number): Promise<void> {
  const [name, topic] = topicOf(world, step.event);
  const record = await recordOf(world, topic, step, index);
  for (let time = 0; time < step.times; time += 1) {
    const [acknowledged] = await world.stack.transport.send([record], { signal: AbortSignal.timeout(20_000) });
    if (acknowledged === undefined) throw new EventwrightError("PRODUCE_FAILED", { detail: step.event });
    const { partition, offset } = acknowledged;
    const { key, value } = record;
    const damaged = step.damage !== undefined && step.damage !== "tombstone";
    world.sent.push({ atMs: performance.now() - world.began, topic: name, event: step.event, key, value, damaged, partition, offset });
  }
}

function topicOf(world: World, event: string): readonly [name: string, topic: Topic] {
  const found = [...world.topics].find(([, topic]) => Object.hasOwn(topic.events, event));
  if (found === undefined) throw new EventwrightError("GENERATED_UNLOADABLE", { detail: `no generated topic has ${event}` });
  return found;
}

async function recordOf(world: World, topic: Topic, step: SendStep, index: number): Promise<OutgoingRecord> {
  const codec = topic.events[step.event]?.codec;
  if (codec === undefined) throw new EventwrightError("GENERATED_UNLOADABLE", { detail: `no generated topic has ${step.event}` });
  const [sample] = sampleEvents(codec.format, codec.schema, { seed: world.seed + index, count: 1, values: valuesOf(codec) });
  // Samples share their identities, and an event whose identity was seen is a repeat.
  const own = topic.id.kind === "field" ? replaced(sample, topic.id.path, randomUUID()) : sample;
  const event = Object.entries(step.with).reduce((value, [path, to]) => set(value, path.split("."), to), own);
  const id = await world.stack.registry.idOf(subjectOf(topic, codec.name), { format: codec.format, text: codec.schema });
  const framed = step.damage === "tombstone" ? null : frame(step.damage === "unknownId" ? unknownSchemaId : id, codec.encode(event));
  const keyText = at(event, topic.key);
  const key = keyText === undefined || keyText === null ? null : Buffer.from(String(keyText), "utf8");
  return { topic: topic.name, partition: partitionOf(key, topic.partitions, 0), key, value: damaged(framed, step.damage), headers: [] };
}

function damaged(value: Uint8Array | null, damage: SendStep["damage"]): Uint8Array | null {
  if (value === null) return null;
  if (damage === "truncate") return value.slice(0, Math.max(1, value.length - 3));
  if (damage !== "badMagic") return value;
  const bad = Uint8Array.from(value);
  bad[0] = 1;
  return bad;
}

/** A copy with the value at a path replaced; objects on the way are made. */
function set(value: unknown, path: readonly string[], to: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  const base = typeof value === "object" && value !== null ? value : {};
  return { ...base, [step]: set(at(base, [step]), rest, to) };
}
