import { isEventwrightError } from "../../../runtime/errors.js";
import { type Content, selfContained } from "./content.js";
import { type Level, type RegistryState, type StoredVersion, schemaOf } from "./state.js";

/** Says whether data of one schema can be read with another; the one question the registry asks the evolution rules, in the registry's own words. */
export type Compare = (pair: { readonly format: "avro" | "json"; readonly reader: string; readonly writer: string }) => {
  readonly compatible: boolean;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string; readonly path: string }[];
};

/** What is wrong with a new schema beside the given versions under a level, in Confluent's words; empty when nothing is. */
export function objections(
  state: RegistryState,
  content: Content,
  against: { readonly level: Level; readonly versions: readonly StoredVersion[] },
  compare: Compare,
): string[] {
  const { level, versions } = against;
  if (level === "NONE") return [];
  for (const entry of [...versions].reverse()) {
    const old = schemaOf(state, entry.id);
    if (old.identity === content.identity) continue;
    const found = old.type === content.type ? pairwise(state, content, old, level, compare) : [typeChange(old, content)];
    if (found.length === 0) continue;
    return [...found, `{oldSchemaVersion: ${entry.version}}`, `{oldSchema: '${old.text}'}`, `{compatibility: '${level}'}`];
  }
  return [];
}

/** The versions that a level looks at when a schema is added after `versions`. */
export function versionsThatCount(level: Level, versions: readonly StoredVersion[]): readonly StoredVersion[] {
  return level.endsWith("_TRANSITIVE") ? versions : versions.slice(-1);
}

function pairwise(state: RegistryState, content: Content, old: Content, level: Level, compare: Compare): string[] {
  const format = content.type === "AVRO" ? "avro" : "json";
  const [next, before] = [selfContained(state, content), selfContained(state, old)];
  const backward = level.startsWith("BACKWARD") || level.startsWith("FULL");
  const forward = level.startsWith("FORWARD") || level.startsWith("FULL");
  try {
    return [
      ...(backward ? described(compare({ format, reader: next, writer: before })) : []),
      ...(forward ? described(compare({ format, reader: before, writer: next })) : []),
    ];
  } catch (error) {
    if (!isEventwrightError(error)) throw error;
    // A pair that can't be judged is not let in: this registry never says compatible of what it did not check.
    return [objection("UNDECIDED", error.message, "")];
  }
}

function described(verdict: ReturnType<Compare>): string[] {
  if (verdict.compatible) return [];
  const errors = verdict.findings.filter((finding) => finding.severity === "error");
  const lines = errors.map((finding) => {
    return objection(finding.rule, finding.message, finding.path);
  });
  return lines.length > 0 ? lines : [objection("INCOMPATIBLE", "the schemas are not compatible", "")];
}

function typeChange(old: Content, content: Content): string {
  return objection("SCHEMA_TYPE_CHANGED", `the earlier schema is ${old.type}, this one ${content.type}`, "");
}

function objection(type: string, description: string, path: string): string {
  return `{errorType:'${type}', description:'${description}', additionalInfo:'${path}'}`;
}
