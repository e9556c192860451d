/** Judges one expectation of a flow; "" when it holds. */
import type { LogRecord } from "../../runtime/index.js";
import { at } from "../verify/identify.js";
import type { DeadLetterStep, HandledStep, OrderStep, SilenceStep, ThenStep } from "./flow.js";
import { nearestMiss, plain, shortJson } from "./tell.js";
import { pause, type World } from "./world.js";

/** How long one event too many is waited for. */
const settleMs = 300;

/** What was expected and what came instead, in lines; empty when the step holds. */
export async function expectStep(world: World, step: ThenStep): Promise<readonly string[]> {
  switch (step.kind) {
    case "handled":
      return handled(world, step);
    case "deadLetter":
      return deadLetter(world, step);
    case "silence":
      return silence(world, step);
    case "order":
      return order(world, step);
  }
}

async function handled(world: World, step: HandledStep): Promise<readonly string[]> {
  const matching = () => world.handled.filter((event) => event.event === step.event && matches(event.data, step.where));
  await until(() => matching().length >= Math.max(step.times, 1), step.times === 0 ? settleMs : step.withinMs);
  await pause(settleMs);
  const got = matching();
  if (got.length === step.times) return [];
  const where = Object.entries(step.where).map(([path, value]) => `${path} = ${shortJson(value)}`);
  const wanted = `handled ${step.event}${where.length > 0 ? ` where ${where.join(", ")}` : ""}, times ${step.times}, within ${step.withinMs / 1000} s`;
  return [`expected ${wanted}; got ${got.length}`, ...(got.length < step.times ? nearestMiss(world, step) : [])];
}

function matches(data: unknown, where: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where).every(([path, value]) => JSON.stringify(plain(at(data, path.split(".")))) === JSON.stringify(value));
}

async function deadLetter(world: World, step: DeadLetterStep): Promise<readonly string[]> {
  const topic = world.topics.get(step.from);
  if (topic === undefined) return [`${step.from} has no generated client`];
  let letters: readonly LogRecord[] = [];
  await until(async () => {
    letters = await readAll(world, topic.deadLetter);
    return letters.length >= step.times;
  }, step.withinMs);
  if (letters.length !== step.times)
    return [`expected ${step.times} dead letters from ${step.from} within ${step.withinMs / 1000} s; got ${letters.length}`];
  if (!step.sameBytes) return [];
  const damaged = world.sent.filter((sent) => sent.topic === step.from && sent.damaged);
  return letters
    .filter((letter) => !damaged.some((sent) => same(sent.value, letter.value) && same(sent.key, letter.key)))
    .map((letter) => `the dead letter ${letter.partition}@${letter.offset} is not, byte for byte, a record that was sent`);
}

async function silence(world: World, step: SilenceStep): Promise<readonly string[]> {
  await pause(step.withinMs);
  const name = world.stack.prefix + step.on;
  const count = (await readAll(world, name)).length;
  return count === 0 ? [] : [`expected silence on ${step.on}; it holds ${count} records`];
}

/** Per key, the first time each record was handled; a repeat that the inbox turned away never shows. */
async function order(world: World, step: OrderStep): Promise<readonly string[]> {
  const whole = world.sent.filter((sent) => sent.topic === step.on && !sent.damaged && sent.value !== null);
  const keys = new Set(whole.map((sent) => text(sent.key)));
  const handledOf = (key: string) => world.handled.filter((event) => event.topic === step.on && (event.key ?? "") === key);
  await until(() => [...keys].every((key) => handledOf(key).length > 0), step.withinMs);
  await pause(settleMs);
  if (keys.size === 0) return [`nothing whole was sent to ${step.on}, so there is no order to speak of`];
  return [...keys].flatMap((key) => {
    const offsets = handledOf(key).map((event) => event.offset);
    if (offsets.length === 0) return [`no event of key ${key} was handled`];
    const sorted = [...offsets].sort((a, b) => (a < b ? -1 : 1));
    return offsets.every((offset, index) => offset === sorted[index])
      ? []
      : [`key ${key} was handled in the order of offsets ${offsets.join(", ")}`];
  });
}

async function readAll(world: World, topic: string): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const record of world.stack.transport.read(topic, { signal: AbortSignal.timeout(10_000) })) records.push(record);
  return records;
}

function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}

function text(key: Uint8Array | null): string {
  return key === null ? "" : Buffer.from(key).toString("utf8");
}

async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds()) && Date.now() < end) await pause(20);
}
