/** Samples know nothing of identity and keys: two of them may be "the same" event, and an empty key reads back as none on some brokers. */
import { randomUUID } from "node:crypto";
import type { TopicModel } from "../../catalog/index.js";

/** The sample with an identity and a key of its own, and that key as text. */
export function identified(
  topic: Pick<TopicModel, "id" | "key">,
  sample: unknown,
  index: number,
): { readonly value: unknown; readonly key: string } {
  const withId = topic.id.kind === "field" ? replaced(sample, topic.id.path, randomUUID()) : sample;
  const key = `key-${index}`;
  const value = replaced(withId, topic.key, key);
  return { value, key: String(at(value, topic.key) ?? key) };
}

/** A copy with the text at a path replaced; unchanged where there is no text, or a number as text. */
export function replaced(value: unknown, path: readonly string[], text: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === "string" && !/^-?\d+$/.test(value) ? text : value;
  if (!isPlain(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: replaced(value[step], rest, text) };
}

/** What is at a path. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => (isPlain(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined), value);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array) && !(value instanceof Date);
}
