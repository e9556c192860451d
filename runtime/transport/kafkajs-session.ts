import { EventwrightError } from "../errors.js";
import type { Log } from "../log.js";
import { within } from "./deadline.js";
import type { BatchPayload, ClientOffsets, GroupClient, GroupJoin } from "./kafkajs-client.js";
import { causes, clientError, membershipAfter } from "./kafkajs-errors.js";
import { toLogRecord } from "./kafkajs-records.js";
import type { Seat } from "./kafkajs-seat.js";
import { assignmentByTopic, partitionsOf } from "./kafkajs-sticky.js";
import type { Delivery, Intake, SubscribeOptions, TopicPartition } from "./transport.js";

export interface SessionOptions {
  readonly client: GroupClient;
  readonly subscribe: SubscribeOptions;
  readonly intake: Intake;
  readonly seat: Seat;
  readonly drainMs: number;
  readonly log: Log;
  /** Called after each join. */
  readonly onJoined: () => void;
}

// Workers are idle objects; with fewer of them than partitions one slow partition would hold up others.
const workers = 1_000;

/** One life of the client's group consumer, from connect to crash or close. Nothing ever throws out of its callbacks. */
export class GroupSession {
  readonly #of: SessionOptions;
  readonly #over: Promise<Error>;
  #end: (error: Error) => void = () => {};
  #memberId: string | undefined;
  #commit: ((offsets: ClientOffsets) => Promise<void>) | undefined;
  /** "rejoining": a commit would queue up behind JoinGroup on the same connection, and be refused. */
  #state: "connecting" | "steady" | "draining" | "rejoining" | "lost" | "closed" = "connecting";
  #drained: Promise<unknown> | undefined;
  #joined = false;

  constructor(options: SessionOptions) {
    this.#of = options;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** True once it has been a member. */
  get joined(): boolean {
    return this.#joined;
  }

  /** Runs until the client gives up or is closed; answers why. */
  async run(): Promise<Error> {
    const { client, subscribe, intake } = this.#of;
    client.on("consumer.group_join", ({ payload }) => this.#onJoin(payload));
    client.on("consumer.rebalancing", () => this.#onRebalancing());
    client.on("consumer.heartbeat", ({ payload }) => this.#of.seat.beat(payload.groupGenerationId));
    client.on("consumer.crash", ({ payload }) => this.#end(payload.error));
    try {
      await client.connect();
      await client.subscribe({ topics: [...subscribe.topics], fromBeginning: subscribe.from === "earliest" });
      await client.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: workers,
        eachBatch: (payload) => this.#onBatch(payload),
      });
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
    }
    const reason = await this.#over;
    const member = this.#joined && this.#state !== "lost" && this.#state !== "closed";
    this.#commit = undefined;
    if (this.#state !== "closed") this.#state = "lost";
    if (member) intake.lost(reason);
    await within(
      2_000,
      client.disconnect().catch(() => {}),
    );
    return reason;
  }

  async commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void> {
    const send = this.#commit;
    if (!send || (this.#state !== "steady" && this.#state !== "draining")) {
      throw new EventwrightError("COMMIT_REFUSED", { detail: `group ${this.#of.subscribe.group}: the membership is ${this.#state}` });
    }
    try {
      await send(toClientOffsets(offsets));
    } catch (error) {
      const type = causes(error).find((fault) => fault.type !== "")?.type;
      if (type === undefined) throw clientError(error, "commit");
      throw new EventwrightError("COMMIT_REFUSED", { detail: `group ${this.#of.subscribe.group}: ${type}`, cause: error });
    }
  }

  pause({ topic, partition }: TopicPartition): void {
    if (this.#joined) this.#guard("pause", () => this.#of.client.pause([{ topic, partitions: [partition] }]));
  }

  resume({ topic, partition }: TopicPartition): void {
    if (this.#joined) this.#guard("resume", () => this.#of.client.resume([{ topic, partitions: [partition] }]));
  }

  /** Leaves the group; waits no longer than 5 s for a callback that never returns. */
  async close(): Promise<void> {
    this.#state = "closed";
    this.#commit = undefined;
    await within(
      5_000,
      this.#of.client.disconnect().catch(() => {}),
    );
    this.#end(new Error("closed"));
  }

  #onJoin({ memberId, memberAssignment }: GroupJoin): void {
    const { client, intake, seat, onJoined } = this.#of;
    if (this.#state === "closed") {
      // A join that was under way when we closed would leave a ghost in the group.
      setImmediate(() => void client.disconnect().catch(() => {}));
      return;
    }
    if (this.#memberId !== undefined && this.#memberId !== memberId)
      this.#lose(new Error("UNKNOWN_MEMBER_ID: the group went on without us"));
    this.#memberId = memberId;
    this.#drained = undefined;
    this.#state = "steady";
    this.#joined = true;
    const partitions = partitionsOf(memberAssignment);
    const generation = seat.take(partitions);
    // The client keeps a pause across a loss of the partition; whoever wants it paused says so again.
    const resumed = Object.entries(assignmentByTopic(partitions)).map(([topic, list]) => ({ topic, partitions: list }));
    this.#guard("resume", () => client.resume(resumed));
    onJoined();
    intake.assigned(partitions, generation);
  }

  #onRebalancing(): void {
    if (this.#state === "closed" || this.#state === "lost") return;
    this.#drain();
    // What the intake commits at once still goes out before JoinGroup.
    setImmediate(() => {
      if (this.#state === "draining") this.#state = "rejoining";
    });
  }

  #drain(): void {
    if (this.#drained !== undefined) return;
    this.#state = "draining";
    const asked = this.#of.intake.rebalancing().catch((error: unknown) => this.#of.log.error("draining failed", { error }));
    this.#drained = within(this.#of.drainMs, asked);
  }

  #lose(reason: Error): void {
    if (this.#state === "lost" || this.#state === "closed") return;
    this.#state = "lost";
    this.#of.intake.lost(reason);
  }

  async #onBatch(payload: BatchPayload): Promise<void> {
    if (this.#state === "closed") return;
    this.#commit = (offsets) => payload.commitOffsetsIfNecessary(offsets);
    const { topic, partition, messages } = payload.batch;
    try {
      const records = messages.map((message) => toLogRecord({ topic, partition }, message));
      await this.#of.intake.deliver({ topic, partition, records, ...this.#handles(payload) });
    } catch (error) {
      this.#of.log.error("a delivery failed; its records come again", { topic, partition, error });
    }
    // The client rejoins only after all callbacks returned, so this holds the rejoin back.
    await this.#drained;
  }

  #handles(payload: BatchPayload): Pick<Delivery, "take" | "heartbeat"> {
    const { seat } = this.#of;
    const generation = seat.joins;
    return {
      take: (offset) => {
        // After a join the position is the committed one; an old callback must not move it.
        if (seat.joins === generation && this.#state !== "lost") this.#guard("take", () => payload.resolveOffset(offset.toString()));
      },
      heartbeat: async () => {
        if (this.#state === "lost" || this.#state === "closed") return "lost";
        if (this.#drained !== undefined || seat.joins !== generation) return "rebalancing";
        try {
          await payload.heartbeat();
          return "steady";
        } catch (error) {
          return this.#afterHeartbeat(error, generation);
        }
      },
    };
  }

  #afterHeartbeat(error: unknown, generation: number): "steady" | "rebalancing" | "lost" {
    if (this.#of.seat.joins !== generation) return "rebalancing";
    const membership = membershipAfter(error);
    if (membership === "rebalancing") this.#drain();
    if (membership === "lost") this.#lose(error instanceof Error ? error : new Error(String(error)));
    return membership;
  }

  #guard(doing: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#of.log.debug(`the client refused to ${doing}`, { error });
    }
  }
}

function toClientOffsets(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): ClientOffsets {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of offsets) {
    topics.set(topic, [...(topics.get(topic) ?? []), { partition, offset: offset.toString() }]);
  }
  return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
}
