import type { Log } from "../log.js";

/** One line of the client's own log. */
export interface ClientLine {
  readonly level: number;
  readonly namespace: string;
  readonly log: { readonly message: string; readonly [field: string]: unknown };
}

const warnLevel = 2;
const everyMs = 10_000;

// What the client says at length and the transport says itself, once, in its own words.
const harmless = [
  /^\[?Connection\]? ?Response /,
  /^Response /,
  /Connection error/,
  /Connection timeout/,
  /Failed to connect to seed broker/,
  /Failed to connect to broker/,
  /Failed to send messages/,
  /^(Crash|Restarting the consumer|The group is rebalancing|The coordinator is not aware)/,
  /coordinator is (loading|not available)/i,
  /This server does not host this topic-partition/,
  /There is no leader for this topic-partition/,
  /Expected partition .* to exist/,
  /^(Closed connection|Broker \d+ not found|Not connected|No broker available|ECONNREFUSED|connect ECONNREFUSED|read ECONNRESET)/,
];

/** Lets the client speak through our log: each sentence at most every ten seconds, harmless ones only as debug. */
export function clientLog(log: Log, now: () => number = Date.now): (line: ClientLine) => void {
  const said = new Map<string, number>();
  return ({ level, namespace, log: { message, error } }) => {
    const text = message.replace(/^\[[^\]]*\] /, "");
    const fields = { from: `kafkajs ${namespace}`.trimEnd(), ...(typeof error === "string" ? { error } : {}) };
    if (level > warnLevel || harmless.some((pattern) => pattern.test(text))) {
      log.debug(text, fields);
      return;
    }
    const last = said.get(text) ?? Number.NEGATIVE_INFINITY;
    if (now() - last < everyMs) return;
    if (said.size > 200) said.clear();
    said.set(text, now());
    log.warn(text, fields);
  };
}
