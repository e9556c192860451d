import type { OwnedPartitions } from "./kafkajs-client.js";
import type { TopicPartition } from "./transport.js";

/** What a subscription owns across rejoins and new sessions: its claim in the next assignment. */
export class Seat implements OwnedPartitions {
  partitions: readonly TopicPartition[] = [];
  /** The group's own count, as far as heartbeats told; of two claims the later wins. */
  generation = 0;
  /** Ours: rises with every join. */
  joins = 0;

  take(partitions: readonly TopicPartition[]): number {
    this.partitions = partitions;
    this.generation++;
    return ++this.joins;
  }

  beat(generation: number): void {
    this.generation = generation;
  }
}
