/** `eventwright/evolution`: schema compatibility as pure functions. */

export { type CompareOptions, type Comparison, compare } from "./compare.js";
export { type EventVerdict, type Finding, type RuleId, rules } from "./finding.js";
