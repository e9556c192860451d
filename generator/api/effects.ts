import { type ApiChange, type ApiKind, type ApiLevel, highest } from "./change.js";
import type { Fact } from "./facts.js";

type Effect = Pick<ApiChange, "kind" | "level" | "readers" | "writers" | "reason">;

const kinds: Readonly<Record<Fact["kind"], ApiKind>> = {
  added: "member-added",
  removed: "member-removed",
  optional: "member-optional",
  required: "member-required",
  widened: "type-widened",
  narrowed: "type-narrowed",
  changed: "type-changed",
};

/** What readers and writers of a type have to do with one difference of it. `mayLeaveOut`: the producer can fill the member in. */
export function effectOf(fact: Fact, mayLeaveOut: boolean): Effect {
  const [readers, read] = forReaders(fact);
  const [writers, written] = forWriters(fact, mayLeaveOut);
  const level = highest([readers, writers]) ?? "patch";
  return { kind: kinds[fact.kind], level, readers, writers, reason: read === written ? read : `${read}; ${written}` };
}

type Verdict = readonly [ApiLevel, string];

const broken = "code that names it no longer compiles";

/** What is read may become less, not more. */
function forReaders({ kind, members = [] }: Fact): Verdict {
  const verdicts: Readonly<Record<Fact["kind"], Verdict>> = {
    added: ["minor", "readers may use it"],
    removed: ["major", broken],
    optional: ["major", "readers must expect it to be absent"],
    required: ["minor", "readers can count on it"],
    widened: ["major", `readers must expect ${list(members) ?? "more values"}`],
    narrowed: ["minor", `readers no longer meet ${list(members) ?? "some values"}`],
    changed: ["major", "readers get another type"],
  };
  return verdicts[kind];
}

/** What is written may become more, not less. */
function forWriters({ kind, isOptional = false, members = [] }: Fact, mayLeaveOut: boolean): Verdict {
  const verdicts: Readonly<Record<Fact["kind"], Verdict>> = {
    added: isOptional || mayLeaveOut ? ["minor", "writers may leave it out"] : ["major", "writers must give it"],
    removed: ["major", broken],
    optional: ["minor", "writers may leave it out"],
    required: mayLeaveOut ? ["minor", "writers may leave it out"] : ["major", "writers must give it"],
    widened: ["minor", `writers may give ${list(members) ?? "more values"}`],
    narrowed: ["major", `writers can no longer give ${list(members) ?? "some values"}`],
    changed: ["major", "writers must give another type"],
  };
  return verdicts[kind];
}

function list(members: readonly string[]): string | undefined {
  return members.length === 0 ? undefined : members.join(", ");
}
