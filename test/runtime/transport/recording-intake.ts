import type { Delivery, Intake, LogRecord, TopicPartition } from "../../../runtime/transport/transport.js";

/** An intake that takes everything at once and remembers what it was told, in order. */
export class RecordingIntake implements Intake {
  readonly records: LogRecord[] = [];
  readonly calls: string[] = [];
  readonly lostReasons: Error[] = [];
  readonly troubles: Error[] = [];
  assignment: readonly TopicPartition[] = [];
  generation = 0;
  joins = 0;
  /** Called with each delivery before it is taken; may hold it open. */
  onDelivery: (delivery: Delivery) => Promise<boolean> | boolean = () => true;
  onRebalancing: () => Promise<void> | void = () => {};
  onAssigned: () => void = () => {};

  assigned(partitions: readonly TopicPartition[], generation: number): void {
    this.calls.push("assigned");
    this.assignment = partitions;
    this.generation = generation;
    this.joins++;
    this.onAssigned();
  }

  async deliver(delivery: Delivery): Promise<void> {
    this.calls.push("deliver");
    if (!(await this.onDelivery(delivery))) return;
    this.records.push(...delivery.records);
    const last = delivery.records.at(-1);
    if (last) delivery.take(last.offset);
  }

  async rebalancing(): Promise<void> {
    this.calls.push("rebalancing");
    await this.onRebalancing();
  }

  lost(reason: Error): void {
    this.calls.push("lost");
    this.lostReasons.push(reason);
    this.assignment = [];
  }

  troubled(reason: Error): void {
    this.troubles.push(reason);
  }

  /** The values of all that came, in order of arrival. */
  get values(): string[] {
    return this.records.map(({ value }) => (value === null ? "null" : Buffer.from(value).toString()));
  }
}

/** Waits until `check` holds. @throws what it waited for, when it never did. */
export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
