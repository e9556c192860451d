/** Judging and proving schema changes: the gate, the proof by bytes and by flow, and the servers that these run on. */

export { type ApacheBroker, type ApacheOptions, startApache } from "./brokers/apache.js";
export type { Broker, BrokerCapabilities } from "./brokers/broker.js";
export { externalBroker } from "./brokers/external.js";
export { type LocalStack, type LocalStackOptions, startLocalStack } from "./brokers/local-stack.js";
export { startMokapi } from "./brokers/mokapi.js";
export { type CompareOptions, type Comparison, compare } from "./evolution/compare.js";
export { type EventVerdict, type Finding, type RuleId, rules } from "./evolution/finding.js";
export { type GateOptions, type GateReport, gate } from "./evolution/gate/gate.js";
export { type EmbeddedRegistry, startEmbeddedRegistry } from "./registries/embedded/start.js";
export { type PushOutcome, pushCatalog } from "./registries/push.js";
export type { FlowResult } from "./flow/result.js";
export type { BrokerFacts, Proof, VerifyReport } from "./verify/report.js";
export type { BrokerChoice } from "./verify/stack.js";
export { type VerifyOptions, verify } from "./verify/verify.js";
