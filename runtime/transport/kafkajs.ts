import type { ConnectionOptions } from "node:tls";
import { AssignerProtocol, type Cluster, Kafka, logLevel, type PartitionAssigner, PartitionAssigners } from "kafkajs";
import { jsonLog, type Log } from "../log.js";
import { partitionKey } from "./assignment.js";
import type { ClientFactory, OwnedPartitions } from "./kafkajs-client.js";
import { Desk } from "./kafkajs-desk.js";
import { type LedGroup, planGroup } from "./kafkajs-leader.js";
import { clientLog } from "./kafkajs-log.js";
import { readStretches } from "./kafkajs-reader.js";
import { Sender } from "./kafkajs-sender.js";
import { assignmentByTopic, decodeOwned, encodeOwned, stickyProtocol } from "./kafkajs-sticky.js";
import { SupervisedSubscription } from "./kafkajs-subscription.js";
import { stretchesOf } from "./read-range.js";
import type {
  Acknowledged,
  Intake,
  LogRecord,
  NewTopic,
  OutgoingRecord,
  ReadRange,
  SubscribeOptions,
  Subscription,
  TopicPartition,
  Transport,
} from "./transport.js";

export interface KafkajsOptions {
  /** `host:port`, comma-separated. */
  readonly bootstrap: string;
  /** Default "eventwright". */
  readonly clientId?: string;
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: Sasl<"plain"> | Sasl<"scram-sha-256"> | Sasl<"scram-sha-512">;
  /** Default: {@link jsonLog}. */
  readonly log?: Log;
  /** After how long a silent member is thrown out. Default 6 000, the least that brokers allow by default. */
  readonly sessionTimeoutMs?: number;
  /** Default 500. */
  readonly heartbeatIntervalMs?: number;
  /** How long members may take to drain. Default 10 000. */
  readonly rebalanceTimeoutMs?: number;
  /** How long a fetch waits for records; heartbeats wait behind it. Default 100. */
  readonly maxWaitMs?: number;
  /** How long a send without a signal of its own is tried. Default 30 000. */
  readonly sendTimeoutMs?: number;
}

interface Sasl<M extends string> {
  readonly mechanism: M;
  readonly username: string;
  readonly password: string;
}

const metadataMaxAge = 30_000;
// Short, because whoever asks tries again by itself, says so, and can be stopped.
const retry = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 };

/** Apache Kafka, and what speaks its protocol, through kafkajs. Connects with the first call that needs it. */
export function kafkajsTransport(options: KafkajsOptions): Transport {
  return new Kafkajs(options);
}

class Kafkajs implements Transport {
  readonly name: string;
  readonly #log: Log;
  readonly #clients: ClientFactory;
  readonly #desk: Desk;
  readonly #sender: Sender;
  readonly #drainMs: number;
  readonly #subscriptions = new Set<SupervisedSubscription>();
  readonly #committed = new Map<string, bigint>();

  constructor(options: KafkajsOptions) {
    this.name = `kafkajs ${options.bootstrap}`;
    this.#log = options.log ?? jsonLog();
    this.#clients = clientsOf(options, this.#log, (topic) => this.#desk.partitions(topic));
    this.#desk = new Desk(this.#clients);
    this.#drainMs = (options.rebalanceTimeoutMs ?? 10_000) * 0.8;
    this.#sender = new Sender({
      clients: this.#clients,
      partitions: (topic) => this.#desk.partitions(topic),
      sendTimeoutMs: options.sendTimeoutMs ?? 30_000,
      log: this.#log,
    });
  }

  partitions(topic: string): Promise<number> {
    return this.#desk.partitions(topic);
  }

  send(records: readonly OutgoingRecord[], options: { readonly signal?: AbortSignal } = {}): Promise<readonly Acknowledged[]> {
    return this.#sender.send(records, options.signal);
  }

  async subscribe(options: SubscribeOptions, intake: Intake): Promise<Subscription> {
    const subscription = new SupervisedSubscription({
      clients: this.#clients,
      subscribe: options,
      intake,
      drainMs: this.#drainMs,
      log: this.#log,
      onCommitted: (offsets) => {
        for (const { offset, ...at } of offsets) this.#committed.set(`${options.group} ${partitionKey(at)}`, offset);
      },
    });
    this.#subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  async *read(topic: string, range: ReadRange = {}): AsyncGenerator<LogRecord> {
    const wanted = stretchesOf(topic, await this.#desk.offsets(topic), range);
    if (wanted.length > 0) yield* readStretches(this.#clients.cluster(), wanted, { signal: range.signal });
  }

  offsets(topic: string): Promise<readonly { readonly first: bigint; readonly next: bigint }[]> {
    return this.#desk.offsets(topic);
  }

  /** Where the broker tells members only, it is what this transport itself committed. */
  async committed(group: string, topic: string): Promise<readonly (bigint | undefined)[]> {
    const told = await this.#desk.committed(group, topic);
    if (told) return told;
    const at = (partition: number): TopicPartition => ({ topic, partition });
    const count = await this.#desk.partitions(topic);
    return Array.from({ length: count }, (_, partition) => this.#committed.get(`${group} ${partitionKey(at(partition))}`));
  }

  createTopics(topics: readonly NewTopic[]): Promise<void> {
    return this.#desk.createTopics(topics);
  }

  async close(): Promise<void> {
    await Promise.all([this.#sender.close(), ...[...this.#subscriptions].map((subscription) => subscription.close())]);
    await this.#desk.close();
  }
}

function clientsOf(options: KafkajsOptions, log: Log, partitions: (topic: string) => Promise<number>): ClientFactory {
  const say = clientLog(log);
  const kafka = new Kafka({
    brokers: options.bootstrap.split(",").map((broker) => broker.trim()),
    clientId: options.clientId ?? "eventwright",
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl }),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry,
    logLevel: logLevel.WARN,
    logCreator: () => say,
  });
  return {
    group: (groupId, sticky) =>
      kafka.consumer({
        groupId,
        sessionTimeout: options.sessionTimeoutMs ?? 6_000,
        heartbeatInterval: options.heartbeatIntervalMs ?? 500,
        rebalanceTimeout: options.rebalanceTimeoutMs ?? 10_000,
        maxWaitTimeInMs: options.maxWaitMs ?? 100,
        metadataMaxAge,
        allowAutoTopicCreation: false,
        partitionAssigners: [stickyAssigner({ sticky, partitions, log }), PartitionAssigners.roundRobin],
        // Restarts are ours: with growing pauses, and also after what the client takes for fatal.
        retry: { ...retry, restartOnFailure: async () => false },
      }),
    producer: (cancelled) =>
      kafka.producer({
        allowAutoTopicCreation: false,
        metadataMaxAge,
        createPartitioner: () => (args) => {
          if (cancelled(args.message)) throw new RangeError("the caller gave up");
          return args.message.partition ?? -1;
        },
      }),
    admin: () => kafka.admin(),
    cluster: () => clusterOf(kafka),
  };
}

/** An assigner is given the connections of its consumer; a consumer that never runs never joins a group. */
function clusterOf(kafka: Kafka): Cluster {
  const box: { cluster?: Cluster } = {};
  kafka.consumer({
    groupId: "eventwright-reader",
    allowAutoTopicCreation: false,
    metadataMaxAge,
    partitionAssigners: [
      (config) => {
        box.cluster = config.cluster;
        return PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (!box.cluster) throw new TypeError("kafkajs gave its assigner no cluster");
  return box.cluster;
}

interface StickyOptions extends Pick<LedGroup, "partitions" | "log"> {
  readonly sticky: OwnedPartitions;
}

/** Eager, but each member keeps what it had as far as that is fair. */
function stickyAssigner({ sticky, partitions, log }: StickyOptions): PartitionAssigner {
  return ({ cluster }) => ({
    name: stickyProtocol,
    version: 0,
    protocol: ({ topics }) => ({
      name: stickyProtocol,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: encodeOwned(sticky) }),
    }),
    assign: async ({ members, topics }) => {
      const claims = members.map(({ memberId, memberMetadata }) => {
        const metadata = AssignerProtocol.MemberMetadata.decode(memberMetadata);
        const { partitions: owned, generation } = decodeOwned(metadata?.userData ?? Buffer.alloc(0));
        return { id: memberId, topics: metadata?.topics ?? topics, owned, generation };
      });
      const ownCount = (topic: string) => cluster.findTopicPartitionMetadata(topic).length;
      return [...(await planGroup({ claims, ownCount, partitions, log }))].map(([memberId, assigned]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 0,
          assignment: assignmentByTopic(assigned),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}
