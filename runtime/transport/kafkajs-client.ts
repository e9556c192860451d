/** What we use of the Kafka client, by shape, so that one file alone imports it and tests can stand in for it. */

export type ClientHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | null | undefined>>;

export interface ClientMessage {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: ClientHeaders | undefined;
}

export interface ClientOffsets {
  topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
}

export interface BatchPayload {
  readonly batch: { readonly topic: string; readonly partition: number; readonly messages: readonly ClientMessage[] };
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  commitOffsetsIfNecessary(offsets?: ClientOffsets): Promise<void>;
}

/** A consumer that is a member of a group. */
export interface GroupClient {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  subscribe(options: { topics: string[]; fromBeginning: boolean }): Promise<void>;
  run(options: {
    autoCommit: boolean;
    eachBatchAutoResolve: boolean;
    partitionsConsumedConcurrently: number;
    eachBatch(payload: BatchPayload): Promise<void>;
  }): Promise<void>;
  pause(topics: { topic: string; partitions: number[] }[]): void;
  resume(topics: { topic: string; partitions: number[] }[]): void;
  on(event: "consumer.group_join", listener: (event: { payload: GroupJoin }) => void): unknown;
  on(event: "consumer.rebalancing", listener: () => void): unknown;
  on(event: "consumer.crash", listener: (event: { payload: { error: Error } }) => void): unknown;
  on(event: "consumer.heartbeat", listener: (event: { payload: { groupGenerationId: number } }) => void): unknown;
}

export interface GroupJoin {
  readonly memberId: string;
  readonly memberAssignment: Readonly<Record<string, number[]>>;
}

export interface OutgoingMessage {
  key: Buffer | null;
  value: Buffer | null;
  partition: number;
  headers: Record<string, Buffer | Buffer[]>;
  timestamp?: string;
}

export interface ProduceResult {
  readonly topicName: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset?: string;
  readonly offset?: string;
}

export interface ProducerClient {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  sendBatch(batch: {
    acks: number;
    timeout: number;
    topicMessages: { topic: string; messages: OutgoingMessage[] }[];
  }): Promise<ProduceResult[]>;
}

export interface AdminClient {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  listTopics(): Promise<string[]>;
  fetchTopicMetadata(options: { topics: string[] }): Promise<{ topics: { name: string; partitions: { leader: number }[] }[] }>;
  fetchTopicOffsets(topic: string): Promise<{ partition: number; high: string; low: string }[]>;
  fetchOffsets(options: {
    groupId: string;
    topics: string[];
  }): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
  createTopics(options: { waitForLeaders: boolean; timeout: number; topics: ClientTopic[] }): Promise<boolean>;
}

interface ClientTopic {
  topic: string;
  numPartitions: number;
  configEntries: { name: string; value: string }[];
}

/** Connections without a group: enough to fetch from a partition's leader. */
export interface ClusterClient {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  fetchTopicsOffset(
    topics: { topic: string; fromBeginning: boolean; partitions: { partition: number }[] }[],
  ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
  findLeaderForPartitions(topic: string, partitions: number[]): { [leader: string]: number[] };
  findBroker(node: { nodeId: string }): Promise<{ fetch(request: FetchRequest): Promise<FetchResponse> }>;
}

interface FetchRequest {
  isolationLevel: number;
  maxWaitTime: number;
  minBytes: number;
  maxBytes: number;
  topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
}

interface FetchResponse {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedPartition[] }[];
}

export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly abortedTransactions?: readonly { readonly producerId: string; readonly firstOffset: string }[] | null;
  readonly messages: readonly FetchedMessage[];
}

export interface FetchedMessage extends ClientMessage {
  readonly isControlRecord?: boolean;
  readonly batchContext?: {
    readonly producerId: string;
    readonly inTransaction: boolean;
    readonly firstOffset?: string;
    readonly lastOffsetDelta?: number;
  };
}

/** Makes the clients one transport works with. */
export interface ClientFactory {
  /** `sticky` carries what the member owns into each join. */
  group(groupId: string, sticky: OwnedPartitions): GroupClient;
  producer(cancelled: (message: object) => boolean): ProducerClient;
  admin(): AdminClient;
  cluster(): ClusterClient;
}

/** What a member owns, as its next JoinGroup will claim it. */
export interface OwnedPartitions {
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  readonly generation: number;
}
