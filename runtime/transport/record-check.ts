import { EventwrightError } from "../errors.js";
import type { OutgoingRecord } from "./transport.js";

/** Refuses records that a client would choke on or alter in silence. @throws EventwrightError RECORD_INVALID. */
export function checkRecords(records: readonly OutgoingRecord[]): void {
  records.forEach((record, index) => {
    const fault = faultOf(record);
    if (fault) throw new EventwrightError("RECORD_INVALID", { detail: `record ${index} for ${record.topic}: ${fault}` });
  });
}

/** Refuses a partition that the topic does not have. @throws EventwrightError RECORD_INVALID. */
export function checkPartition(record: OutgoingRecord, partitions: number): void {
  if (record.partition < partitions) return;
  const detail = `${record.topic} has ${partitions} partitions, so there is no partition ${record.partition}`;
  throw new EventwrightError("RECORD_INVALID", { detail });
}

function faultOf(record: OutgoingRecord): string | undefined {
  if (!Number.isInteger(record.partition) || record.partition < 0) return `partition ${record.partition} is no partition number`;
  if (!isBytesOrNull(record.key)) return "the key is neither bytes nor null";
  if (!isBytesOrNull(record.value)) return "the value is neither bytes nor null";
  for (const [name, value] of record.headers) {
    if (typeof name !== "string" || !(value instanceof Uint8Array)) return `header ${JSON.stringify(name)} is not a name with bytes`;
  }
  if (record.timestamp !== undefined && !(Number.isSafeInteger(record.timestamp) && record.timestamp >= 0)) {
    return `timestamp ${record.timestamp} is not in whole milliseconds since 1970`;
  }
  return undefined;
}

function isBytesOrNull(value: unknown): boolean {
  return value === null || value instanceof Uint8Array;
}
