import { EventwrightError } from "../errors.js";
import { pause } from "./deadline.js";
import { passes } from "./kafkajs-errors.js";
import type { Stretch } from "./read-range.js";

const pauseMs = { first: 50, longest: 1_000 };
// What does not pass by itself is still tried this often: a new topic is unknown for a moment.
const mostRefusals = 10;

/** How long a read waits for its next step: growing pauses, and an end to them. */
export class ReadPatience {
  /** Since it last came further. */
  tries = 0;
  readonly #stretch: Stretch;
  readonly #signal: AbortSignal | undefined;
  readonly #quietMs: number;
  #movedAt = performance.now();

  constructor(stretch: Stretch, { signal, quietMs }: { readonly signal: AbortSignal | undefined; readonly quietMs: number }) {
    this.#stretch = stretch;
    this.#signal = signal;
    this.#quietMs = quietMs;
  }

  /** @throws once the reader gave up. */
  demand(): void {
    this.#signal?.throwIfAborted();
  }

  moved(): void {
    this.tries = 0;
    this.#movedAt = performance.now();
  }

  /** @throws what was wrong, once waiting longer makes no sense. */
  async wait(position: bigint, error?: unknown): Promise<void> {
    if (error !== undefined && !passes(error) && this.tries >= mostRefusals) throw error;
    if (performance.now() - this.#movedAt >= this.#quietMs) {
      const { topic, partition, to } = this.#stretch;
      throw new EventwrightError("BROKER_UNAVAILABLE", {
        detail: `read ${topic}/${partition}: of offsets ${position} to ${to - 1n} nothing came in ${this.#quietMs} ms`,
        hint: "The read ended incomplete; run it again when the broker is well.",
        ...(error === undefined ? {} : { cause: error }),
      });
    }
    await pause(Math.min(pauseMs.longest, pauseMs.first * 2 ** this.tries++), this.#signal);
  }
}
