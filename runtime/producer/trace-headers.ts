import { context, isSpanContextValid, trace } from "@opentelemetry/api";

/** W3C trace context of the span that is active now; nothing without one. */
export function traceHeaders(): readonly (readonly [name: string, value: string])[] {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return [];
  const flags = (span.traceFlags & 0xff).toString(16).padStart(2, "0");
  const state = span.traceState?.serialize();
  const parent = ["traceparent", `00-${span.traceId}-${span.spanId}-${flags}`] as const;
  return state ? [parent, ["tracestate", state]] : [parent];
}
