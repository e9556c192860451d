/** Chooses among boundary values: the first samples walk through them in step, so each is met; later ones mix them by the seed. */
export interface Draw {
  /** One of them; `list` is not empty. */
  of<T>(list: readonly [T, ...T[]]): T;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}

/** The choices of one sample; the same seed and index choose the same. */
export function drawFor(seed: number, index: number): Draw {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => (index < walked ? index % limit : Math.floor(next() * limit));
  return { below, of: (list) => list[below(list.length)] ?? list[0] };
}

const walked = 8;
