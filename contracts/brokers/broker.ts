/** A running broker, whoever started it. */
export interface Broker {
  readonly kind: "mokapi" | "apache" | "external";
  /** E.g. "4.4.0"; "unknown" for an external one. */
  readonly version: string;
  /** `host:port`, comma-separated. */
  readonly bootstrap: string;
  readonly capabilities: BrokerCapabilities;
  /** What a transport has to be told for this broker, where the defaults won't do. */
  readonly tuning: BrokerTuning;
  /** Milliseconds from spawn to first metadata; 0 for an external one. */
  readonly startedInMs: number;
  /** Ends it and removes its files; never throws. */
  stop(): Promise<void>;
}

/** Options of a transport, by the names it has for them. */
export interface BrokerTuning {
  readonly heartbeatIntervalMs?: number;
}

/** What a step of a flow may need; a step whose need is false is *not run* and counted. */
export interface BrokerCapabilities {
  readonly leaveGroup: boolean;
  readonly transactions: boolean;
  readonly offsetFetchAdmin: boolean;
  readonly offsetsByTime: boolean;
  readonly deleteTopic: boolean;
  readonly compression: boolean;
  readonly nullVsEmpty: boolean;
  readonly fencing: boolean;
  readonly maxValueBytes: number;
}
