/** The servers that a proof over the wire runs on; whatever was started here is ended here. */
import { randomBytes } from "node:crypto";
import type { EventModel, TopicModel } from "../../catalog/index.js";
import {
  confluentRegistry,
  EventwrightError,
  kafkajsTransport,
  memoryRegistry,
  memoryTransport,
  type NewTopic,
  type Registry,
  silentLog,
  subjectOf,
  type Transport,
} from "../../runtime/index.js";
import { startApache } from "../brokers/apache.js";
import type { Broker, BrokerCapabilities } from "../brokers/broker.js";
import { externalBroker, fullCapabilities } from "../brokers/external.js";
import { startMokapi } from "../brokers/mokapi.js";
import { type EmbeddedRegistry, startEmbeddedRegistry } from "../registries/embedded/start.js";
import { pushCatalog } from "../registries/push.js";
import { removeSubjects } from "../registries/remove.js";
import { openSubjects } from "../registries/subjects.js";
import type { BrokerFacts } from "./report.js";

/** Which broker; "none" leaves everything that needs one not run. */
export type BrokerChoice =
  | { readonly kind: "mokapi" | "apache" | "memory" | "none" }
  | { readonly kind: "external"; readonly bootstrap: string };

export interface Stack {
  readonly facts: BrokerFacts;
  readonly capabilities: BrokerCapabilities;
  readonly transport: Transport;
  readonly registry: Registry;
  /** Put before every topic name, so that no run meets another. */
  readonly prefix: string;
  /** Creates the topics under the prefix and registers every version of their events; the reasons of what was refused. */
  prepare(model: EventModel): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly broker: BrokerChoice;
  readonly registry?: { readonly url: string; readonly auth?: { readonly username: string; readonly password: string } };
  /** Everything that will be asked of the stack: mokapi gives no offsets to members of a group for topics that it did not start with. */
  readonly model: EventModel;
  /** Further prefixes behind the stack's own, one for each part of the run that wants topics of its own. */
  readonly rooms?: readonly string[];
  readonly progress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Starts what was asked for; undefined for "none". @throws EventwrightError when a server does not come up. */
export async function startStack(options: StackOptions): Promise<Stack | undefined> {
  if (options.broker.kind === "none") return undefined;
  const prefix = `verify-${randomBytes(4).toString("hex")}.`;
  if (options.broker.kind === "memory") return memoryStack(prefix);
  const broker = await startBroker(options, prefix);
  let embedded: EmbeddedRegistry | undefined;
  try {
    embedded = options.registry === undefined ? await startEmbeddedRegistry() : undefined;
  } catch (error) {
    await broker.stop();
    throw error;
  }
  const address = options.registry ?? { url: embedded?.url ?? "" };
  const guest = options.registry && guestOf(options.registry, options.progress);
  const transport = kafkajsTransport({
    bootstrap: broker.bootstrap,
    clientId: "eventwright-verify",
    ...broker.tuning,
    log: silentLog,
  });
  const { kind, version, bootstrap, startedInMs, capabilities } = broker;
  return {
    facts: { kind, version, at: bootstrap, startedInMs, registry: embedded === undefined ? "external" : "embedded" },
    capabilities,
    transport,
    registry: confluentRegistry(address),
    prefix,
    async prepare(model) {
      await createTopics(transport, model.topics);
      await guest?.expect(model);
      const outcomes = await pushCatalog({ model, ...address });
      return outcomes.flatMap((one) => (one.outcome === "rejected" ? [`${one.event} v${one.version}: ${one.reason}`] : []));
    },
    async stop() {
      await transport.close();
      await guest?.leave();
      await Promise.all([broker.stop(), embedded?.stop()]);
    },
  };
}

interface Guest {
  expect(model: EventModel): Promise<void>;
  leave(): Promise<void>;
}

/** In a registry of others, what was not there before is removed at the end; what was is theirs. */
function guestOf(address: NonNullable<StackOptions["registry"]>, progress: StackOptions["progress"]): Guest {
  const made = new Set<string>();
  return {
    async expect({ topics }) {
      const before = await openSubjects(address).list();
      for (const topic of topics) {
        for (const event of topic.events) {
          const subject = subjectOf({ name: topic.topic, subject: topic.subject }, event.name);
          if (!before.has(subject)) made.add(subject);
        }
      }
    },
    async leave() {
      const left = await removeSubjects(address, made);
      if (left.length > 0) progress?.(`left behind in the registry: ${left.join(", ")}`);
    },
  };
}

/** The model with every topic under a prefix. */
export function prefixed(model: EventModel, prefix: string): EventModel {
  const topics = model.topics.map((topic) => ({ ...topic, topic: prefix + topic.topic, deadLetter: prefix + topic.deadLetter }));
  return { ...model, topics };
}

function memoryStack(prefix: string): Stack {
  const transport = memoryTransport();
  const registry = memoryRegistry();
  return {
    facts: { kind: "memory", version: "in process", at: "in process", startedInMs: 0, registry: "memory" },
    capabilities: fullCapabilities,
    transport,
    registry,
    prefix,
    async prepare(model) {
      await createTopics(transport, model.topics);
      for (const topic of model.topics) {
        for (const event of topic.events) {
          const subject = subjectOf({ name: topic.topic, subject: topic.subject }, event.name);
          for (const { text } of [...event.released, event]) registry.register(subject, { format: event.format, text });
        }
      }
      return [];
    },
    stop: () => transport.close(),
  };
}

function createTopics(transport: Transport, topics: readonly TopicModel[]): Promise<void> {
  return transport.createTopics(topics.flatMap(namesOf));
}

function namesOf({ topic, deadLetter, partitions }: TopicModel): readonly NewTopic[] {
  return [
    { name: topic, partitions },
    { name: deadLetter, partitions },
  ];
}

function startBroker({ broker, progress, signal, model, rooms = [] }: StackOptions, prefix: string): Promise<Broker> {
  const options = { ...(signal === undefined ? {} : { signal }), ...(progress === undefined ? {} : { progress }) };
  if (broker.kind === "external") return externalBroker(broker.bootstrap);
  if (broker.kind === "mokapi") {
    const topics = ["", ...rooms].flatMap((room) => prefixed(model, prefix + room).topics.flatMap(namesOf));
    return startMokapi({ ...options, topics });
  }
  if (broker.kind === "apache") return startApache(options);
  throw new EventwrightError("USAGE", { detail: `no broker is called ${broker.kind}` });
}
