import { EventwrightError } from "../errors.js";

const magic = 0;
const headerBytes = 5;

/** Confluent's wire format V0: a zero byte, the schema id as int32 big-endian, the payload. */
export function frame(id: number, payload: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(headerBytes + payload.length);
  out[0] = magic;
  out.writeInt32BE(id, 1);
  out.set(payload, headerBytes);
  return out;
}

/** The reverse of {@link frame}; `payload` is a view. @throws EventwrightError DECODE_FRAMING on a short value or another magic byte. */
export function unframe(value: Uint8Array): { readonly id: number; readonly payload: Uint8Array } {
  if (value.length < headerBytes) {
    throw new EventwrightError("DECODE_FRAMING", { detail: `${value.length} bytes, at least ${headerBytes} needed` });
  }
  if (value[0] !== magic) {
    throw new EventwrightError("DECODE_FRAMING", {
      detail: `magic byte is 0x${(value[0] as number).toString(16).padStart(2, "0")}, not 0x00`,
    });
  }
  const id = new DataView(value.buffer, value.byteOffset, value.byteLength).getInt32(1);
  return { id, payload: value.subarray(headerBytes) };
}
