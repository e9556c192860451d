/** What a consumer counts, since it was made. */
export interface Tally {
  handled: number;
  duplicates: number;
  retries: number;
  dead: number;
}

export function newTally(): Tally {
  return { handled: 0, duplicates: 0, retries: 0, dead: 0 };
}
