/** Reads Avro's binary encoding from the front. Source: Avro 1.12, "Binary Encoding". */
import type { Physical } from "./node.js";

export class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws Error past the end, as all reading does. */
  take(length: number): Buffer {
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) throw new Error("the payload ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  long(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
  }

  count(): number {
    return Number(this.long());
  }

  primitive(physical: Physical): null | boolean | number | bigint | string | Uint8Array {
    switch (physical) {
      case "null":
        return null;
      case "boolean":
        return this.take(1)[0] === 1;
      case "int":
      case "long":
        return this.long();
      case "float":
        return this.take(4).readFloatLE();
      case "double":
        return this.take(8).readDoubleLE();
      case "string":
        return this.take(this.count()).toString("utf8");
      case "bytes":
        return Uint8Array.from(this.take(this.count()));
    }
  }

  /** Runs `one` for each item of the blocks of an array or map. */
  blocks(one: () => void): void {
    for (let count = this.count(); count !== 0; count = this.count()) {
      if (count < 0) this.long();
      for (let done = 0; done < Math.abs(count); done++) one();
    }
  }
}
