/**
 * The partition that Kafka's own Java client would choose: murmur2 of the key, so that producers in all languages agree.
 * Records without a key go round by `keylessCounter`.
 */
export function partitionOf(key: Uint8Array | null, count: number, keylessCounter: number): number {
  return key === null ? keylessCounter % count : (murmur2(key) & 0x7fffffff) % count;
}

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;
const shift = 24;

/** `org.apache.kafka.common.utils.Utils.murmur2`, as a signed 32-bit integer. */
export function murmur2(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { length } = data;
  let hash = (seed ^ length) | 0;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word = Math.imul(view.getInt32(at, true), multiplier);
    word = Math.imul(word ^ (word >>> shift), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  if (at < length) {
    for (let rest = length - 1; rest >= at; rest--) hash ^= view.getUint8(rest) << ((rest - at) * 8);
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
