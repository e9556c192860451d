/** Dates, durations and uuids ↔ what Avro stores. The `…Of` direction answers `undefined` for what does not fit. */
const msPerDay = 86_400_000;
const mostDays = 100_000_000;
const dayPattern = /^(?:\d{4}|[+-]\d{6})-\d{2}-\d{2}$/;

/** Days since the epoch as `YYYY-MM-DD`. */
export function dateText(days: number): string {
  if (Math.abs(days) > mostDays) throw new Error("a date beyond the year 275760");
  return new Date(days * msPerDay).toISOString().slice(0, -"T00:00:00.000Z".length);
}

/** The reverse of {@link dateText}; a day that the calendar does not have does not fit. */
export function daysOf(text: unknown): number | undefined {
  if (typeof text !== "string" || !dayPattern.test(text)) return undefined;
  const days = Date.parse(`${text}T00:00:00.000Z`) / msPerDay;
  return Number.isInteger(days) && dateText(days) === text ? days : undefined;
}

/** Milliseconds since the epoch as a Date. */
export function instant(millis: number): Date {
  const date = new Date(millis);
  if (Number.isNaN(date.getTime())) throw new Error("a timestamp beyond what a Date can hold");
  return date;
}

/** The reverse of {@link instant}. */
export function millisOf(value: unknown): number | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : undefined;
}

/** Three little-endian unsigned ints as an object. */
export function durationOf(bytes: Uint8Array): { readonly months: number; readonly days: number; readonly millis: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { months: view.getUint32(0, true), days: view.getUint32(4, true), millis: view.getUint32(8, true) };
}

/** The reverse of {@link durationOf}. */
export function durationBytes(value: unknown): Uint8Array | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { months, days, millis } = value as { readonly months?: unknown; readonly days?: unknown; readonly millis?: unknown };
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  for (const [index, part] of [months, days, millis].entries()) {
    if (typeof part !== "number" || part !== part >>> 0) return undefined;
    view.setUint32(index * 4, part, true);
  }
  return bytes;
}

/** Sixteen bytes as uuid text. */
export function uuidText(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The reverse of {@link uuidText}, for text already known to be a uuid. */
export function uuidBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll("-", ""), "hex"));
}
