import { type MemberClaim, partitionKey } from "./assignment.js";
import { type MemoryBroker, turns } from "./memory-broker.js";
import type { Delivery, Intake, SubscribeOptions, TopicPartition } from "./transport.js";

/** What a member sees of its group. */
export interface Coordinator {
  readonly name: string;
  /** "stable": deliveries; "draining": commits only; "joining": neither. */
  readonly phase: "stable" | "draining" | "joining";
  rebalance(): void;
  /** Where a partition begins for this group: the committed offset, else by policy. */
  begin(at: TopicPartition, from: SubscribeOptions["from"]): bigint;
}

export interface Place {
  readonly id: string;
  readonly options: SubscribeOptions;
  readonly intake: Intake;
  readonly group: Coordinator;
  readonly broker: MemoryBroker;
}

/** One subscription's place in a group: fetch positions, pauses, open deliveries. */
export class MemoryMember {
  readonly #place: Place;
  readonly #positions = new Map<string, bigint>();
  readonly #paused = new Set<string>();
  readonly #pumping = new Set<string>();
  readonly #open = new Set<Promise<void>>();
  readonly #left = new AbortController();
  readonly #departed = new Promise<boolean>((resolve) => {
    this.#left.signal.addEventListener("abort", () => resolve(true), { once: true });
  });
  #owned: readonly TopicPartition[] = [];
  /** The generation it joined; undefined: not (or no longer) part of the group. */
  #generation: number | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  get joined(): boolean {
    return this.#generation !== undefined;
  }

  get gone(): boolean {
    return this.#left.signal.aborted;
  }

  get claim(): MemberClaim {
    const { id, options } = this.#place;
    return { id, topics: options.topics, owned: this.#owned, generation: this.#generation ?? -1 };
  }

  /** Resolves when nothing of this generation is in the member's hands; true unless it took too long. */
  async drain(): Promise<boolean> {
    const told = this.joined ? Promise.resolve(this.#place.intake.rebalancing()).catch(() => {}) : undefined;
    const drained = Promise.all([told, ...this.#open]).then(() => true);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.#place.broker.rebalanceTimeoutMs);
    });
    return Promise.race([drained, this.#departed, late]).finally(() => clearTimeout(timer));
  }

  /** Every position starts again at the committed offset, as it does after an eager rejoin. */
  assign(owned: readonly TopicPartition[], generation: number): void {
    const { group, options, intake } = this.#place;
    this.#owned = owned;
    this.#generation = generation;
    this.#paused.clear();
    this.#positions.clear();
    for (const at of owned) this.#positions.set(partitionKey(at), group.begin(at, options.from));
    intake.assigned(owned, generation);
  }

  /** Delivers from each owned partition that has something to deliver. */
  kick(): void {
    for (const at of this.#owned) {
      const key = partitionKey(at);
      if (this.#pumping.has(key) || !this.#ready(at)) continue;
      this.#pumping.add(key);
      void this.#pump(at, key);
    }
  }

  pause(at: TopicPartition): void {
    this.#paused.add(partitionKey(at));
  }

  resume(at: TopicPartition): void {
    this.#paused.delete(partitionKey(at));
    this.kick();
  }

  troubled(): void {
    this.#place.intake.troubled(new Error("the memory broker is down"));
  }

  /** Out of the group, everything it held lost. */
  lose(reason: Error): void {
    if (!this.joined) return;
    this.#generation = undefined;
    this.#owned = [];
    this.#place.intake.lost(reason);
  }

  /** Out of the group for good. */
  leave(): void {
    this.#generation = undefined;
    this.#owned = [];
    this.#left.abort();
  }

  async #pump(at: TopicPartition, key: string): Promise<void> {
    while (this.#ready(at)) {
      await turns(this.#place.broker.faults.turns());
      if (this.#ready(at)) await this.#deliver(at, key);
    }
    this.#pumping.delete(key);
  }

  #ready(at: TopicPartition): boolean {
    const { group, broker } = this.#place;
    const position = this.#positions.get(partitionKey(at));
    if (!this.joined || group.phase !== "stable" || !broker.power.isUp || this.#paused.has(partitionKey(at))) return false;
    return position !== undefined && this.#owns(at) && broker.log.slice(at, position, 1).length > 0;
  }

  #owns(at: TopicPartition): boolean {
    return this.#owned.some(({ topic, partition }) => topic === at.topic && partition === at.partition);
  }

  async #deliver(at: TopicPartition, key: string): Promise<void> {
    const { group, broker, intake } = this.#place;
    const generation = this.#generation;
    const position = this.#positions.get(key) ?? 0n;
    const records = broker.log.slice(at, position, broker.batch);
    const delivery: Delivery = {
      ...at,
      records,
      take: (offset) => {
        if (this.#generation === generation) this.#positions.set(key, offset + 1n);
      },
      heartbeat: () => Promise.resolve(this.#standing(generation)),
    };
    const open = Promise.resolve(intake.deliver(delivery)).catch(() => {});
    this.#open.add(open);
    await open;
    this.#open.delete(open);
    if (this.#generation !== generation) return;
    const taken = records.filter(({ offset }) => offset < (this.#positions.get(key) ?? 0n));
    const back = broker.faults.rewind(group.name, taken);
    if (back !== undefined) this.#positions.set(key, back);
    if (taken.length > 0 && broker.faults.rebalanceNow()) group.rebalance();
    // A core that takes nothing would otherwise spin the event loop.
    if (taken.length === 0 && !this.#paused.has(key)) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  #standing(generation: number | undefined): "steady" | "rebalancing" | "lost" {
    if (!this.joined) return "lost";
    return this.#generation === generation && this.#place.group.phase === "stable" ? "steady" : "rebalancing";
  }
}
