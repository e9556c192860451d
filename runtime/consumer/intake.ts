import type { Log } from "../log.js";
import type { Delivery, Intake, Subscription, TopicPartition } from "../transport/transport.js";
import type { Trouble } from "../trouble.js";
import { Bell } from "./bell.js";
import type { ConsumerTuning } from "./consumer.js";
import { PartitionWork, type ProcessRecord } from "./partition-work.js";

export interface GroupIntakeOptions {
  readonly lanes: number;
  readonly tuning: ConsumerTuning;
  readonly process: ProcessRecord;
  readonly trouble: Trouble;
  readonly log: Log;
}

type Mode = "waiting" | "open" | "draining" | "closing" | "closed";

/**
 * The consumer as a driver sees it: takes deliveries into the work of their partition, commits watermarks of what it owns, drains before it gives up.
 * Offsets are committed explicitly only, so the fetch position and the durable position are two things.
 */
export class GroupIntake implements Intake {
  readonly #of: GroupIntakeOptions;
  readonly #works = new Map<string, PartitionWork>();
  readonly #changed = new Bell();
  #mode: Mode = "waiting";
  /** Rises with every assignment and every loss: what began under an earlier one is void. */
  #membership = 0;
  #subscription: Subscription | undefined;
  #committing: Promise<void> | undefined;

  constructor(options: GroupIntakeOptions) {
    this.#of = options;
  }

  get mode(): Mode {
    return this.#mode;
  }

  get works(): readonly PartitionWork[] {
    return [...this.#works.values()];
  }

  attach(subscription: Subscription): void {
    this.#subscription = subscription;
  }

  assigned(partitions: readonly TopicPartition[], generation: number): void {
    this.#membership += 1;
    const now = new Set(partitions.map(keyOf));
    for (const [key, work] of this.#works) {
      // What ended while draining holds records that nobody works on any more: it starts anew from the committed offset.
      if (now.has(key) && !work.signal.aborted) continue;
      work.end(new Error("the partition was given to another member"));
      this.#works.delete(key);
    }
    for (const partition of partitions) {
      const key = keyOf(partition);
      const work = this.#works.get(key) ?? this.#newWork(partition);
      work.paused = false;
      this.#works.set(key, work);
    }
    if (this.#mode !== "closing" && this.#mode !== "closed") this.#mode = "open";
    this.#of.trouble.over("group");
    this.#of.log.info("partitions assigned", { partitions: [...now], generation });
    this.#changed.ring();
  }

  async deliver(delivery: Delivery): Promise<void> {
    const membership = this.#membership;
    const work = await this.#owned(delivery, membership);
    if (!work) return;
    for (const record of delivery.records) {
      if (!(await this.#room(work, delivery))) return;
      // Others ran meanwhile: accepted after their trim, this record would hide those that were trimmed before it.
      if (this.#mode !== "open" || this.#membership !== membership) return;
      delivery.take(record.offset);
      if (!work.track.taken(record.offset)) work.accept(record);
    }
    await this.#hold(delivery, () => !work.idle && !work.signal.aborted);
  }

  async rebalancing(): Promise<void> {
    if (this.#mode !== "open") return;
    this.#mode = "draining";
    const membership = this.#membership;
    // A driver may rejoin before the drain is over: what was kept or newly given must not be ended by it.
    await this.#drain(this.#of.tuning.drainMs, () => this.#mode === "draining" && this.#membership === membership);
  }

  lost(reason: Error): void {
    this.#membership += 1;
    for (const work of this.#works.values()) work.end(reason);
    this.#works.clear();
    if (this.#mode === "open" || this.#mode === "draining") this.#mode = "waiting";
    this.#of.trouble.report("group", reason);
    this.#changed.ring();
  }

  troubled(reason: Error): void {
    this.#of.trouble.report("group", reason);
  }

  /** True while the coordinator has not answered the last commit. */
  get committing(): boolean {
    return this.#committing !== undefined;
  }

  /** Stores the watermarks of all that is owned; a refusal is reported and tried again at the next call. */
  async commit(): Promise<void> {
    await this.#committing;
    this.#committing = this.#commitNow().finally(() => {
      this.#committing = undefined;
    });
    await this.#committing;
  }

  /** Ends intake, drains and commits; afterwards every delivery returns at once. */
  async close(drainMs: number): Promise<void> {
    this.#mode = "closing";
    await this.#drain(drainMs, () => true);
    this.#mode = "closed";
    this.#changed.ring();
    for (const work of this.#works.values()) work.end(new Error("the consumer was closed"));
  }

  async #drain(drainMs: number, current: () => boolean): Promise<void> {
    for (const work of this.#works.values()) work.trim();
    // At once, too: a driver that is about to rejoin may take no commit later than this.
    await this.commit();
    const end = performance.now() + drainMs;
    for (const work of this.#works.values()) {
      while (current() && !work.idle && !work.signal.aborted && performance.now() < end) await work.changed.wait(end - performance.now());
      if (current() && !work.idle) work.end(new Error("the handler was still running when the drain was over"));
    }
    await this.commit();
  }

  async #commitNow(): Promise<void> {
    const due = this.works.flatMap((work) => {
      const offset = work.track.watermark();
      const further = offset !== undefined && (work.committed === undefined || offset > work.committed);
      return further ? [{ work, offset, topic: work.topic, partition: work.partition }] : [];
    });
    if (due.length === 0 || !this.#subscription) return;
    try {
      await this.#subscription.commit(due.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
      for (const { work, offset } of due) work.committed = offset;
      this.#of.trouble.over("offset commit");
    } catch (error) {
      this.#of.trouble.report("offset commit", error);
    }
  }

  /** The work that the delivery belongs to; undefined once the driver wants its callback back. */
  async #owned(delivery: Delivery, membership: number): Promise<PartitionWork | undefined> {
    const key = keyOf(delivery);
    // Returning with nothing taken would make the driver fetch the same bytes again and again.
    await this.#hold(delivery, () => this.#mode !== "closed" && (this.#mode !== "open" || !this.#works.has(key)), Number.POSITIVE_INFINITY);
    // After a join positions begin at the committed offset: records of an older fetch would hide those before them.
    const work = this.#mode === "open" && this.#membership === membership ? this.#works.get(key) : undefined;
    const first = delivery.records[0]?.offset;
    if (!work || first === undefined || work.committed === undefined || first >= work.committed) return work;
    this.#of.log.warn("the log went backwards: the topic was recreated or its offsets rewound", {
      partition: key,
      first,
      committed: work.committed,
    });
    work.end(new Error("the log went backwards"));
    const anew = this.#newWork(delivery);
    this.#works.set(key, anew);
    return anew;
  }

  /** Waits until the partition has room; false: no record may be taken now. */
  async #room(work: PartitionWork, delivery: Delivery): Promise<boolean> {
    const usable = () => this.#mode === "open" && !work.signal.aborted && this.#works.get(keyOf(work)) === work;
    if (usable() && !work.full) return true;
    const answer = await this.#hold(delivery, () => usable() && work.full);
    if (answer !== "steady" || !usable()) return false;
    if (!work.full) return true;
    const others = this.works.some((other) => other !== work && !other.paused);
    // With every partition paused and no callback held, a rebalance would come without a chance to drain.
    if (others) {
      work.paused = true;
      this.#subscription?.pause(work);
    }
    return false;
  }

  /** Waits while `needed`, at most as long as a delivery may be held, with heartbeats; answers how the membership is. */
  async #hold(delivery: Delivery, needed: () => boolean, mostMs = this.#of.tuning.holdMs): Promise<"steady" | "rebalancing" | "lost"> {
    const end = performance.now() + mostMs;
    const work = this.#works.get(keyOf(delivery));
    while (needed() && performance.now() < end) {
      await Promise.race([(work?.changed ?? this.#changed).wait(this.#of.tuning.tickMs), this.#changed.wait(this.#of.tuning.tickMs)]);
      if (!needed()) break;
      const answer = await delivery.heartbeat();
      if (answer !== "steady") return answer;
    }
    return "steady";
  }

  #newWork({ topic, partition }: TopicPartition): PartitionWork {
    const { lanes, tuning, process } = this.#of;
    return new PartitionWork({ topic, partition, lanes, window: tuning.window, process, onDone: (work) => this.#resume(work) });
  }

  #resume(work: PartitionWork): void {
    if (!work.paused || !work.halfEmpty || this.#mode !== "open") return;
    work.paused = false;
    this.#subscription?.resume(work);
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}[${partition}]`;
}
