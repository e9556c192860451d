/** Where the runtime says what it does: one line a call, facts as fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

const levels = ["debug", "info", "warn", "error"] as const;

/** A log that writes one JSON object a line; bigint as text, an error as its message and its cause's. */
export function jsonLog(options: { readonly to?: { write(line: string): unknown }; readonly level?: (typeof levels)[number] } = {}): Log {
  const to = options.to ?? process.stderr;
  const from = levels.indexOf(options.level ?? "info");
  const at =
    (level: (typeof levels)[number]) =>
    (message: string, fields: LogFields = {}) => {
      if (levels.indexOf(level) < from) return;
      to.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }, plain)}\n`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A log that says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return value.cause instanceof Error ? `${value.message}; ${value.cause.message}` : value.message;
  return value;
}
