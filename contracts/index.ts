/** Judging and proving schema changes: the gate, the proof by bytes and by flow, and the servers that these run on. */

export { baselineModel } from "./baseline/model.js";
export { releasedModel } from "./baseline/released.js";
export type { BrokerCapabilities } from "./brokers/broker.js";
export type { LocalStack, LocalStackOptions } from "./brokers/local-stack.js";
export { type Bump, type DiffSchema, diffSchemas, diffSides, highestBump, type SchemaDifference, schemasOf } from "./diff/diff.js";
export type { GateFinding } from "./evolution/finding.js";
export { rules } from "./evolution/finding.js";
export { gateFolder } from "./evolution/gate/folder.js";
export type { GateReport } from "./evolution/gate/gate.js";
export { questionsOf } from "./evolution/gate/pairs.js";
export type { FlowResult } from "./flow/result.js";
export { isRule, type LintFinding, lint, lintRules, ruleIds, switchProblems } from "./lint/lint.js";
export type { SubjectDifference } from "./registries/differ.js";
export type { Pull } from "./registries/pull.js";
export type { PushOutcome } from "./registries/push.js";
export type { Proof, VerifyReport } from "./verify/report.js";
export type { BrokerChoice } from "./verify/stack.js";
export { diffRegistry, editedReleases, pullCatalog, pushCatalog, startEmbeddedRegistry, startLocalStack, verify } from "./when-called.js";
