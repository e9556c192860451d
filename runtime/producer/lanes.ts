import { EventwrightError, isEventwrightError } from "../errors.js";
import type { Acknowledged, OutgoingRecord, Transport } from "../transport/transport.js";
import { backoff, type Deadline, pause, within } from "./deadline.js";
import { isTemporary } from "./lookups.js";

/** One queue for each partition. */
export interface Lanes {
  send(record: OutgoingRecord, deadline: Deadline): Promise<Acknowledged>;
}

interface Waiting {
  readonly record: OutgoingRecord;
  readonly deadline: Deadline;
  readonly resolve: (acknowledged: Acknowledged) => void;
  readonly reject: (error: unknown) => void;
}

const mostRecords = 500;
const mostBytes = 512 * 1024;

/**
 * Sends each partition's records one batch at a time: what comes while a batch is under way makes the next one. So order is kept even
 * where a driver retries, and throughput does not suffer from it.
 */
export function createLanes(transport: Transport): Lanes {
  const queues = new Map<number, Waiting[]>();

  const drain = async (partition: number, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) await sendBatch(transport, takeBatch(queue));
    queues.delete(partition);
  };

  return {
    send(record, deadline) {
      const acknowledged = new Promise<Acknowledged>((resolve, reject) => {
        const waiting = { record, deadline, resolve, reject };
        const queue = queues.get(record.partition);
        if (queue) {
          queue.push(waiting);
          return;
        }
        const fresh = [waiting];
        queues.set(record.partition, fresh);
        // Next turn: calls made in one go then travel together. `drain` itself never rejects.
        queueMicrotask(() => void drain(record.partition, fresh));
      });
      return within(deadline, acknowledged);
    },
  };
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { record } of queue) {
    bytes += (record.value?.length ?? 0) + (record.key?.length ?? 0);
    if (count > 0 && (bytes > mostBytes || count >= mostRecords)) break;
    count++;
  }
  return queue.splice(0, count);
}

async function sendBatch(transport: Transport, batch: readonly Waiting[]): Promise<void> {
  for (let tries = 0; ; tries++) {
    // Whose time is over has been told so, and must not be sent after all.
    const live = batch.filter(({ deadline }) => !deadline.signal.aborted);
    const [first] = live;
    if (first === undefined) return;
    const error = await attempt(transport, live);
    if (error === undefined) return;
    if (isEventwrightError(error, "RECORD_INVALID") && live.length > 1) return eachAlone(transport, live);
    if (!isTemporary(error)) {
      for (const { reject } of live) reject(error);
      return;
    }
    for (const { deadline } of live) deadline.trouble = error;
    await pause(backoff(tries));
  }
}

/** One record that can't be sent must not take the others of its batch with it. */
async function eachAlone(transport: Transport, batch: readonly Waiting[]): Promise<void> {
  for (const waiting of batch) await sendBatch(transport, [waiting]);
}

async function attempt(transport: Transport, live: readonly Waiting[]): Promise<unknown> {
  const expired = new AbortController();
  const check = () => live.every(({ deadline }) => deadline.signal.aborted) && expired.abort();
  for (const { deadline } of live) deadline.signal.addEventListener("abort", check, { once: true });
  try {
    const answers = await orAborted(
      transport.send(
        live.map(({ record }) => record),
        { signal: expired.signal },
      ),
      expired.signal,
    );
    if (answers.length !== live.length)
      throw new EventwrightError("BROKER_UNAVAILABLE", { detail: `${answers.length} of ${live.length} records acknowledged` });
    for (const [index, { resolve }] of live.entries()) resolve(answers[index] as Acknowledged);
    return undefined;
  } catch (error) {
    return error ?? new Error("the transport failed without a reason");
  } finally {
    for (const { deadline } of live) deadline.signal.removeEventListener("abort", check);
  }
}

/** A driver that overlooks its signal must not hold the lane. */
function orAborted<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new EventwrightError("BROKER_UNAVAILABLE", { detail: "no acknowledgement in time" }));
    signal.addEventListener("abort", late, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}
