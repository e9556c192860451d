import { EventwrightError } from "../errors.js";
import { partitionKey, planAssignment } from "./assignment.js";
import { type MemoryBroker, turns } from "./memory-broker.js";
import { type Coordinator, MemoryMember } from "./memory-member.js";
import type { Intake, SubscribeOptions, TopicPartition } from "./transport.js";

/** A consumer group: members, committed offsets, and an eager rebalance whenever the membership changes. */
export class MemoryGroup implements Coordinator {
  readonly name: string;
  phase: Coordinator["phase"] = "stable";
  readonly #broker: MemoryBroker;
  readonly #members = new Set<MemoryMember>();
  readonly #committed = new Map<string, bigint>();
  #generation = 0;
  #joins = 0;
  #wanted = false;
  #running = false;

  constructor(name: string, broker: MemoryBroker) {
    this.name = name;
    this.#broker = broker;
  }

  /** The broker went away; a join afterwards says that it is back. */
  troubled(): void {
    for (const member of this.#members) member.troubled();
  }

  join(options: SubscribeOptions, intake: Intake): MemoryMember {
    const id = `${this.name}-${String(++this.#joins).padStart(4, "0")}`;
    const member = new MemoryMember({ id, options, intake, group: this, broker: this.#broker });
    this.#members.add(member);
    if (!this.#broker.power.isUp) member.troubled();
    this.rebalance();
    return member;
  }

  /** Without a commit; the others take over. */
  leave(member: MemoryMember): void {
    if (!this.#members.delete(member)) return;
    member.leave();
    this.rebalance();
  }

  /** As when the session expired: all is lost, then it joins again. */
  evict(member: MemoryMember): void {
    member.lose(new Error("UNKNOWN_MEMBER_ID: the session expired"));
    this.rebalance();
  }

  get members(): readonly MemoryMember[] {
    return [...this.#members];
  }

  rebalance(): void {
    this.#wanted = true;
    if (this.#running) return;
    this.#running = true;
    void this.#rebalance();
  }

  /** There may be something to deliver. */
  kick(): void {
    for (const member of this.#members) member.kick();
  }

  begin(at: TopicPartition, from: SubscribeOptions["from"]): bigint {
    const partition = this.#broker.log.partitions(at.topic)[at.partition];
    return this.committed(at) ?? (from === "latest" ? partition?.next : partition?.first) ?? 0n;
  }

  committed(at: TopicPartition): bigint | undefined {
    return this.#committed.get(partitionKey(at));
  }

  /** Like a real coordinator it asks for membership and phase, and neither for ownership nor for direction. */
  commit(member: MemoryMember, offsets: readonly (TopicPartition & { readonly offset: bigint })[]): void {
    this.#broker.power.demand();
    if (!member.joined) throw refused("UNKNOWN_MEMBER_ID");
    if (this.phase === "joining") throw refused("REBALANCE_IN_PROGRESS");
    if (this.#broker.faults.failedCommits > 0) {
      this.#broker.faults.failedCommits--;
      throw refused("by the faults' plan");
    }
    for (const { offset, ...at } of offsets) this.#committed.set(partitionKey(at), offset);
  }

  async #rebalance(): Promise<void> {
    while (this.#wanted) {
      await this.#broker.power.whenUp();
      this.phase = "draining";
      // A turn, so that members who come at the same time share one rebalance.
      await turns(1);
      this.#wanted = false;
      await Promise.all(this.members.map((member) => this.#drain(member)));
      this.phase = "joining";
      await turns(1);
      this.#assign();
    }
    this.#running = false;
  }

  async #drain(member: MemoryMember): Promise<void> {
    if (!(await member.drain())) member.lose(new Error("UNKNOWN_MEMBER_ID: it drained longer than the rebalance timeout"));
  }

  #assign(): void {
    this.#generation++;
    const claims = this.members.map((member) => member.claim);
    const topics = new Set(claims.flatMap((claim) => claim.topics).filter((topic) => this.#broker.log.has(topic)));
    const counts = new Map([...topics].map((topic) => [topic, this.#broker.log.partitions(topic).length]));
    const plan = planAssignment(claims, counts);
    this.phase = "stable";
    for (const member of this.members) member.assign(plan.get(member.claim.id) ?? [], this.#generation);
    this.kick();
  }
}

function refused(detail: string): EventwrightError {
  return new EventwrightError("COMMIT_REFUSED", { detail });
}
