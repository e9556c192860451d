import { type Context, context, type Link, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { LogRecord } from "../transport/transport.js";
import { headerText } from "./identity.js";

const tracer = trace.getTracer("eventwright");
const traceParent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Runs one record's work in a span that links to its producer's (OpenTelemetry's messaging conventions: consumers link). */
export async function inProcessSpan<T>(record: LogRecord, group: string, work: () => Promise<T>): Promise<T> {
  const link = producerLink(record);
  const attributes = {
    "messaging.system": "kafka",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": record.topic,
    "messaging.destination.partition.id": String(record.partition),
    "messaging.consumer.group.name": group,
    "messaging.kafka.offset": Number(record.offset),
    "messaging.kafka.message.tombstone": record.value === null,
  };
  const span = tracer.startSpan(`process ${record.topic}`, { kind: SpanKind.CONSUMER, attributes, ...(link && { links: [link] }) });
  const scope: Context = trace.setSpan(context.active(), span);
  try {
    return await context.with(scope, work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    if (error instanceof Error) span.recordException(error);
    throw error;
  } finally {
    span.end();
  }
}

function producerLink(record: LogRecord): Link | undefined {
  const [, traceId, spanId, flags] = traceParent.exec(headerText(record, "traceparent") ?? "") ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { context: { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true } };
}
