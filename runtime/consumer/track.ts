/** Which offsets of one partition are open; what may be committed follows from it. */
export class Track {
  /** Ascending, because offsets are started ascending and a Set keeps its order. */
  readonly #open = new Set<bigint>();
  #next: bigint | undefined;

  /** True for an offset that was started before, finished or not: after a rejoin the broker sends it again. */
  taken(offset: bigint): boolean {
    return this.#next !== undefined && offset < this.#next;
  }

  start(offset: bigint): void {
    this.#open.add(offset);
    this.#next = offset + 1n;
  }

  done(offset: bigint): void {
    this.#open.delete(offset);
  }

  /** Forgets what was started from `offset` on: it is going to be fetched again. */
  rewind(offset: bigint): void {
    let first: bigint | undefined;
    for (const open of this.#open) {
      if (open < offset) continue;
      first ??= open;
      this.#open.delete(open);
    }
    // Back to a record that was really seen: the watermark must never name an offset made up here.
    if (first !== undefined) this.#next = first;
  }

  /** The next-to-read offset that is safe to commit: the first open one, else the one after the last started. Gaps in the log don't matter. */
  watermark(): bigint | undefined {
    for (const first of this.#open) return first;
    return this.#next;
  }

  /** How far intake is ahead of the watermark. */
  span(): number {
    const watermark = this.watermark();
    return watermark === undefined || this.#next === undefined ? 0 : Number(this.#next - watermark);
  }

  get open(): number {
    return this.#open.size;
  }
}
