import { describe, expect, it } from "vitest";
import { murmur2, partitionOf } from "../../runtime/partition.js";

describe("murmur2", () => {
  // The vectors of Apache Kafka's own UtilsTest.testMurmur2.
  it.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("%s", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it("reads a view where it is", () => {
    expect(murmur2(Buffer.from("xxfoobarx").subarray(2, 8))).toBe(-790332482);
  });
});

describe("partitionOf", () => {
  it("takes the hash without its sign, as Java does", () => {
    expect(partitionOf(Buffer.from("foobar"), 6, 0)).toBe((-790332482 & 0x7fffffff) % 6);
    for (let i = 0; i < 500; i++) {
      const partition = partitionOf(Buffer.from(`key-${i}`), 7, 0);
      expect(partition).toBeGreaterThanOrEqual(0);
      expect(partition).toBeLessThan(7);
    }
  });

  it("goes round for records without a key", () => {
    expect([0, 1, 2, 3, 4].map((counter) => partitionOf(null, 3, counter))).toEqual([0, 1, 2, 0, 1]);
  });
});
