/** Style and readiness for change: each schema file of a model by every rule that is switched on. */
import { type EventModel, suggest } from "../../catalog/index.js";
import { docRules } from "./docs.js";
import { evolutionRules } from "./evolution.js";
import { identityRules } from "./identity.js";
import { nameRules } from "./names.js";
import type { LintRule, LintSeverity, Remark } from "./rule.js";
import { subjectsOf } from "./subject.js";
import { valueRules } from "./values.js";

/** Every rule there is, by id; each has a page in docs/lint. */
export const lintRules = { ...evolutionRules, ...docRules, ...nameRules, ...valueRules, ...identityRules } as const;

/** The id of a rule. */
export type LintRuleId = keyof typeof lintRules;

/** What a configuration says of rules. */
export type LintSwitches = { readonly [R in LintRuleId]?: LintSeverity | "off" };

/** A remark with the rule that makes it. */
export interface LintFinding extends Remark {
  readonly rule: LintRuleId;
  readonly severity: LintSeverity;
  /** Full name of the schema. */
  readonly schema: string;
}

/** All findings in the order of their places. */
export function lint(model: EventModel, switches: LintSwitches = {}): readonly LintFinding[] {
  const on = ruleIds.flatMap((id) => {
    const severity = switches[id] ?? lintRules[id].severity;
    const rule: LintRule = lintRules[id];
    return severity === "off" ? [] : [{ id, rule, severity }];
  });
  const found = subjectsOf(model).flatMap((subject) =>
    on.flatMap(({ id, rule, severity }) =>
      rule.check(subject).map((remark): LintFinding => ({ rule: id, severity, schema: subject.schema.name, ...remark })),
    ),
  );
  return found.sort(byPlace);
}

/** The ids in the order in which they are told. */
export const ruleIds = Object.keys(lintRules).filter(isRule);

/** True for the id of a rule. */
export function isRule(word: string): word is LintRuleId {
  return Object.hasOwn(lintRules, word);
}

/** What is wrong with switches, a sentence for each that is. */
export function switchProblems(switches: object): readonly { readonly rule: string; readonly says: string }[] {
  return Object.entries(switches).flatMap(([rule, value]: [string, unknown]) => {
    if (isRule(rule)) {
      if (value === "off" || value === "warn" || value === "error") return [];
      return [{ rule, says: `lint.${rule} is one of "off", "warn", "error"` }];
    }
    const meant = suggest(rule, ruleIds);
    return [
      { rule, says: `there is no rule ${rule}${meant === undefined ? `; there are ${ruleIds.join(", ")}` : `; did you mean ${meant}?`}` },
    ];
  });
}

function byPlace(a: LintFinding, b: LintFinding): number {
  if (a.place.path !== b.place.path) return a.place.path < b.place.path ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column || (a.rule < b.rule ? -1 : 1);
}
