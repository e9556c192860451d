/** What happened, for a person who has to find out why. */
import { at } from "../verify/identify.js";
import type { HandledStep } from "./flow.js";
import type { World } from "./world.js";

/** Everything that was sent and handled, in the order of time. */
export function timeline(world: World): readonly string[] {
  const sent = world.sent.map(({ atMs, event, damaged, topic, partition, offset, key }) => {
    const word = damaged ? "sent damaged" : "sent";
    return {
      atMs,
      line: `${word} ${event} key ${key === null ? "none" : Buffer.from(key).toString("utf8")} → ${topic}[${partition}]@${offset}`,
    };
  });
  const handled = world.handled.map(({ atMs, event, topic, partition, offset, key, data }) => {
    return { atMs, line: `handled ${event} key ${key} ← ${topic}[${partition}]@${offset}  ${shortJson(data)}` };
  });
  return [...sent, ...handled].sort((a, b) => a.atMs - b.atMs).map(({ atMs, line }) => `+${Math.round(atMs)} ms  ${line}`);
}

/** The handled event that fits best, and where it doesn't. */
export function nearestMiss(world: World, step: HandledStep): readonly string[] {
  const misses = world.handled
    .map((event) => {
      const fields = Object.entries(step.where).flatMap(([path, wanted]) => {
        const found = plain(at(event.data, path.split(".")));
        return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`${path}: wanted ${shortJson(wanted)}, was ${shortJson(found)}`];
      });
      return { event, fields: event.event === step.event ? fields : [`it is ${event.event}`, ...fields] };
    })
    .filter(({ fields }) => fields.length > 0)
    .sort((a, b) => a.fields.length - b.fields.length);
  const [nearest] = misses;
  if (nearest === undefined) return ["no other event was handled"];
  const { event, fields } = nearest;
  return [`nearest miss: ${event.event} ← ${event.topic}[${event.partition}]@${event.offset}: ${fields.join("; ")}`];
}

/** JSON on one line, cut short. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(plain(value)) ?? "nothing";
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/** A value as a flow file could write it: dates as ISO text, bigints as numbers' text, bytes as hex. */
export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
