/** The proof over a broker: every version's framed records and the generated producer's, through the generated consumer. */
import type { EventModel, SchemaModel, TopicModel } from "../../catalog/index.js";
import {
  createProducer,
  differFor,
  frame,
  partitionOf,
  sampleEvents,
  silentLog,
  subjectOf,
  type Topic,
  type ValueOptions,
  valuesOf,
} from "../../runtime/index.js";
import type { Sampling } from "./bytes.js";
import { collect, type Seen } from "./collect.js";
import type { GeneratedTopics } from "./generated.js";
import { identified } from "./identify.js";
import type { Proof } from "./report.js";
import { prefixed, type Stack } from "./stack.js";
import { currentVersion, demanded, type FileVersion, releasedVersions } from "./versions.js";

const mostSamples = 25;

/** Proves every topic of the model on a running stack. */
export async function proveOverBroker(
  options: Sampling & {
    readonly model: EventModel;
    readonly topics: GeneratedTopics;
    readonly stack: Stack;
    readonly signal?: AbortSignal;
  },
): Promise<readonly Proof[]> {
  const model = prefixed(options.model, options.stack.prefix);
  const refusals = await options.stack.prepare(model);
  const proofs: Proof[] = refusals.map((reason) => refused(reason));
  for (const topic of model.topics) {
    const generated = options.topics.get(topic.topic.slice(options.stack.prefix.length));
    if (generated !== undefined) proofs.push(...(await proveTopic({ ...options, topic, generated })));
  }
  return proofs.map((proof) => ({ ...proof, topic: proof.topic.replace(options.stack.prefix, "") }));
}

interface Job extends Sampling {
  readonly stack: Stack;
  /** Its names are prefixed. */
  readonly topic: TopicModel;
  readonly generated: Topic;
  readonly signal?: AbortSignal;
}

interface Sent {
  readonly event: SchemaModel;
  readonly writer: FileVersion;
  readonly value: unknown;
  readonly at: string;
}

async function proveTopic(job: Job): Promise<readonly Proof[]> {
  const client: Topic = {
    ...job.generated,
    name: job.topic.topic,
    deadLetter: job.topic.deadLetter,
    retry: { ...job.generated.retry, attempts: 1 },
  };
  const known = job.topic.events.filter((event) => Object.hasOwn(client.events, event.shortName));
  const sent: Sent[] = [];
  const skipped: Proof[] = [];
  for (const event of known) {
    const { written } = demanded(job.topic.compatibility, releasedVersions(event, shown(job, event)));
    for (const writer of written)
      await attempt(skipped, job, event, writer, async () => sent.push(...(await sendReleased(job, event, writer))));
    const current = currentVersion(event, shown(job, event));
    await attempt(skipped, job, event, current, async () => sent.push(...(await publishCurrent(job, client, event, current))));
  }
  const seen = await collect({ ...job, client, group: "generated", expected: sent.length });
  const backward = known.flatMap((event) => judge(job, event, currentVersion(event, shown(job, event)), sent, seen));
  return [...skipped, ...backward, ...(await proveOldReaders(job, client, known, sent))];
}

/** How the generated codec shows values, so that samples and old versions do the same. */
function shown(job: Job, event: SchemaModel): ValueOptions {
  return valuesOf(job.generated.events[event.shortName]?.codec ?? {});
}

async function attempt(failures: Proof[], job: Job, event: SchemaModel, writer: FileVersion, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    failures.push({
      ...headOf(job, event, writer, currentVersion(event, shown(job, event))),
      status: "failed",
      values: 0,
      problems: [problem],
    });
  }
}

async function sendReleased(job: Job, event: SchemaModel, writer: FileVersion): Promise<readonly Sent[]> {
  const subject = subjectOf({ name: job.topic.topic, subject: job.topic.subject }, event.name);
  const id = await job.stack.registry.idOf(subject, { format: event.format, text: writer.text });
  const values = valuesFor(job, event, writer);
  const records = values.map(({ value, key }) => {
    const bytes = Buffer.from(key, "utf8");
    const payload = frame(id, writer.codec.encode(value));
    const partition = partitionOf(bytes, job.topic.partitions, 0);
    return { topic: job.topic.topic, partition, key: bytes, value: payload, headers: [] };
  });
  const fitting = records.filter((record) => record.value.length <= job.stack.capabilities.maxValueBytes);
  const acknowledged = await job.stack.transport.send(fitting, { signal: AbortSignal.timeout(20_000) });
  const kept = values.filter((_, index) => fitting.includes(records[index] as (typeof records)[number]));
  return kept.map(({ value }, index) => ({ event, writer, value, at: `${acknowledged[index]?.partition}@${acknowledged[index]?.offset}` }));
}

async function publishCurrent(job: Job, client: Topic, event: SchemaModel, writer: FileVersion): Promise<readonly Sent[]> {
  const { transport, registry, capabilities } = job.stack;
  const producer = createProducer(client, { transport, registry, source: "/eventwright/verify", log: silentLog, deadlineMs: 20_000 });
  try {
    const sent: Sent[] = [];
    for (const { value } of valuesFor(job, event, writer)) {
      if (writer.codec.encode(value).length + 5 > capabilities.maxValueBytes) continue;
      const { partition, offset } = await producer.publish(event.shortName, value as object);
      sent.push({ event, writer, value, at: `${partition}@${offset}` });
    }
    return sent;
  } finally {
    await producer.close();
  }
}

function valuesFor(job: Job, event: SchemaModel, writer: FileVersion): readonly { readonly value: unknown; readonly key: string }[] {
  const values = sampleEvents(event.format, writer.text, {
    seed: job.seed,
    count: Math.min(job.samples, mostSamples),
    values: shown(job, event),
  });
  return values.map((value, index) => identified(job.topic, value, index));
}

/** Old readers made of their files, in groups of their own, over the same records. */
async function proveOldReaders(job: Job, client: Topic, known: readonly SchemaModel[], sent: readonly Sent[]): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  const readers = new Map(
    known.map((event) => [event, demanded(job.topic.compatibility, releasedVersions(event, shown(job, event))).reading]),
  );
  const rounds = Math.max(0, ...[...readers.values()].map((versions) => versions.length));
  for (let round = 0; round < rounds; round += 1) {
    const now = known.flatMap((event) => {
      const reader = readers.get(event)?.[round];
      return reader === undefined ? [] : [{ event, reader }];
    });
    const events = { ...client.events, ...Object.fromEntries(now.map(({ event, reader }) => [event.shortName, { codec: reader.codec }])) };
    const wanted = sent.filter((one) => now.some(({ event }) => event === one.event) && one.writer.fingerprint === one.event.fingerprint);
    const seen = await collect({ ...job, client: { ...client, events }, group: `reader-${round}`, expected: sent.length });
    proofs.push(...now.flatMap(({ event, reader }) => judge(job, event, reader, wanted, seen)));
  }
  return proofs;
}

function judge(
  job: Job,
  event: SchemaModel,
  reader: FileVersion,
  sent: readonly Sent[],
  seen: ReadonlyMap<string, Seen>,
): readonly Proof[] {
  const own = sent.filter((one) => one.event === event);
  const differ = differFor(event.format, reader.text, shown(job, event));
  return [...new Set(own.map((one) => one.writer))].map((writer): Proof => {
    const of = own.filter((one) => one.writer === writer);
    const problems = of.flatMap(({ value, at }) => {
      const found = seen.get(at);
      if (found === undefined) return [`the record at ${at} never reached a handler`];
      return found.dead === undefined ? differ(value, found.data) : [`the record at ${at} was dead-lettered: ${found.dead}`];
    });
    const status = problems.length === 0 ? "passed" : "failed";
    return { ...headOf(job, event, writer, reader), status, values: of.length, problems: [...new Set(problems)].slice(0, 12) };
  });
}

function headOf(job: Job, event: SchemaModel, writer: FileVersion, reader: FileVersion) {
  const places = reader.place.path === writer.place.path ? [reader.place] : [reader.place, writer.place];
  return { event: event.name, topic: job.topic.topic, kind: "broker", writer: writer.label, reader: reader.label, places } as const;
}

function refused(reason: string): Proof {
  const event = reason.split(" ")[0] ?? "";
  return { event, topic: "", kind: "broker", status: "failed", values: 0, problems: [`the registry refused ${reason}`], places: [] };
}
