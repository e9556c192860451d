import type { EventModel } from "../../catalog/index.js";
import { kafkajsTransport, type NewTopic, silentLog } from "../../runtime/index.js";
import { type EmbeddedRegistry, startEmbeddedRegistry } from "../registries/embedded/start.js";
import { type PushOutcome, pushCatalog } from "../registries/push.js";
import { startApache } from "./apache.js";
import type { Broker } from "./broker.js";
import { externalBroker } from "./external.js";
import { startMokapi } from "./mokapi.js";

/** A broker and a registry with everything the catalog needs on them. */
export interface LocalStack {
  readonly broker: Broker;
  readonly registry: EmbeddedRegistry;
  /** Topics of the catalog, dead-letter topics among them. */
  readonly topics: readonly NewTopic[];
  readonly pushed: readonly PushOutcome[];
  /** Ends all that was started; never throws. */
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  readonly model: EventModel;
  readonly broker: { readonly kind: "mokapi" | "apache" } | { readonly kind: "external"; readonly bootstrap: string };
  /** Where the embedded one listens and keeps its state; or the URL of one that runs already. */
  readonly registry?: { readonly port?: number; readonly file?: string } | { readonly url: string };
  /** False: the registry stays as it is. */
  readonly push?: boolean;
  readonly progress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Starts broker and registry, creates the topics and registers the schemas. @throws EventwrightError BROKER_START_FAILED, BROKER_UNAVAILABLE, REGISTRY_START_FAILED. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const registry = await openRegistry(options.registry);
  let broker: Broker | undefined;
  const stop = async () => {
    await Promise.all([broker?.stop(), registry.stop()]);
  };
  try {
    broker = await startBroker(options);
    const topics = topicsOf(options.model);
    await createTopics(broker.bootstrap, topics);
    const pushed = options.push === false ? [] : await pushCatalog({ model: options.model, url: registry.url });
    return { broker, registry, topics, pushed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The catalog's topics and their dead-letter topics, each once. */
function topicsOf(model: EventModel): NewTopic[] {
  const topics = model.topics.flatMap((topic): NewTopic[] => [
    {
      name: topic.topic,
      partitions: topic.partitions,
      ...(topic.retentionMs === undefined ? {} : { config: { "retention.ms": String(topic.retentionMs) } }),
    },
    // As many partitions as its topic, so that a parked record can keep its own.
    { name: topic.deadLetter, partitions: topic.partitions },
  ]);
  return [...new Map(topics.map((topic) => [topic.name, topic])).values()];
}

async function openRegistry(options: LocalStackOptions["registry"] = {}): Promise<EmbeddedRegistry> {
  return "url" in options ? { url: options.url, stop: async () => {} } : await startEmbeddedRegistry(options);
}

function startBroker(options: LocalStackOptions): Promise<Broker> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  if (options.broker.kind === "external") return externalBroker(options.broker.bootstrap);
  // mokapi can't serve group offsets of a topic that was created later: it must know its topics from the start.
  if (options.broker.kind === "mokapi") return startMokapi({ ...signal, topics: topicsOf(options.model) });
  return startApache({ ...signal, ...(options.progress === undefined ? {} : { progress: options.progress }) });
}

async function createTopics(bootstrap: string, topics: readonly NewTopic[]): Promise<void> {
  const transport = kafkajsTransport({ bootstrap, clientId: "eventwright-dev", log: silentLog });
  try {
    await transport.createTopics(topics);
  } finally {
    await transport.close();
  }
}
