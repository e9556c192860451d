import { EventwrightError } from "../errors.js";
import type { FaultBook } from "./memory-faults.js";
import type { MemoryLog } from "./memory-log.js";

/** What groups and members of one memory transport share. */
export interface MemoryBroker {
  readonly log: MemoryLog;
  readonly faults: FaultBook;
  readonly power: Power;
  /** Records in one delivery, at most. */
  readonly batch: number;
  /** How long a member may take to drain before the group goes on without it. */
  readonly rebalanceTimeoutMs: number;
}

/** Whether the broker answers. */
export class Power {
  #waiting: (() => void)[] = [];
  #up = true;

  get isUp(): boolean {
    return this.#up;
  }

  set(up: boolean): void {
    this.#up = up;
    if (!up) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** @throws EventwrightError BROKER_UNAVAILABLE while it is down. */
  demand(): void {
    if (!this.#up) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: "the memory broker is down" });
  }

  /** Resolves once it is up. @throws EventwrightError BROKER_UNAVAILABLE when `signal` comes first. */
  async whenUp(signal?: AbortSignal): Promise<void> {
    while (!this.#up) {
      if (signal?.aborted) this.demand();
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  }
}

/** So many turns of the event loop, which is what a network costs here. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
