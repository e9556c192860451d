/** From an issue to a finding: who is hurt, where it is written, what to do about it. */
import type { Finding, RuleId } from "./finding.js";
import { fingerprint } from "./fingerprint.js";
import type { Issue } from "./issue.js";
import { type Path, pathText, placeAt, rootName, type Side } from "./side.js";

/** Says which side is the new one, and which released version the old one is. */
export interface Direction {
  readonly breaks: Finding["breaks"];
  readonly reader: Side;
  readonly writer: Side;
  /** Absent when two bare texts are compared. */
  readonly version?: number;
}

/** The finding that an issue is when seen in one direction. */
export function describe(issue: Issue, direction: Direction): Finding {
  const newer = direction.breaks === "backward" ? direction.reader : direction.writer;
  const older = direction.breaks === "backward" ? direction.writer : direction.reader;
  const [newPath, oldSteps] = direction.breaks === "backward" ? [issue.readerPath, issue.writerPath] : [issue.writerPath, issue.readerPath];
  const place = placeAt(newer, newPath);
  const was = placeAt(older, oldSteps);
  // What one side lacks has a path in the other alone.
  const isOnBoth = issue.readerPath.length === issue.writerPath.length;
  const path = pathText(isOnBoth ? newPath : issue.readerPath);
  const oldPath = isOnBoth ? pathText(oldSteps) : path;
  return {
    rule: issue.rule,
    severity: issue.severity,
    breaks: direction.breaks,
    message: `${victim(issue.rule, direction)}: ${issue.detail}`,
    path,
    ...(oldPath === path ? {} : { oldPath }),
    ...(place === undefined ? {} : { place }),
    ...(was === undefined ? {} : { was }),
    ...(issue.witness === undefined ? {} : { witness: issue.witness }),
    ...(issue.unwitnessed === undefined ? {} : { unwitnessed: issue.unwitnessed }),
    waysOut: waysOut(issue.rule, direction.breaks, issue.readerPath),
    fingerprint: fingerprint([issue.rule, direction.breaks, rootName(newer), path]),
  };
}

function victim(rule: RuleId, { breaks, version }: Direction): string {
  const [verb, object] = verbs[rule] ?? ["can't read", ""];
  if (breaks === "backward") {
    const still = version === undefined ? "of the old schema" : `already in the topic (v${version} is still there)`;
    return `new consumers ${verb} ${object}events ${still}`;
  }
  const who = version === undefined ? "consumers on the old schema" : `consumers still on v${version}`;
  return `${who} ${verb} ${object}events written after this change`;
}

const verbs: Partial<Record<RuleId, readonly [verb: string, object: string]>> = {
  MEANING_CHANGED: ["read another value from", ""],
  PRECISION_LOST: ["may round a value of", ""],
  FORMAT_CHANGED: ["may refuse", ""],
  UNDECIDED: ["may be unable to read", ""],
};

function waysOut(rule: RuleId, breaks: Finding["breaks"], path: Path): readonly string[] {
  const name = path.at(-1) ?? "the type";
  const ways = breaks === "backward" ? backwardWays[rule] : forwardWays[rule];
  return (ways ?? [`leave "{name}" as it was and add a new field beside it`, "publish a new event type instead"]).map((way) =>
    way.replaceAll("{name}", name),
  );
}

const backwardWays: Partial<Record<RuleId, readonly string[]>> = {
  FIELD_ADDED_WITHOUT_DEFAULT: [
    'add a default to "{name}"',
    'make it optional: "type": ["null", …], "default": null',
    'if it is a renamed field: "aliases" with the old name',
  ],
  FIELD_REQUIRED: ['take "{name}" out of "required"', "publish a new event type instead"],
  ENUM_SYMBOL_UNKNOWN: ["keep the symbol", 'give the enum a "default" symbol'],
  UNION_BRANCH_UNKNOWN: ["keep the union branch"],
  NAME_CHANGED: ['add the old full name to "aliases"', "keep the name"],
  MEANING_CHANGED: ["add a new field of the new logical type and keep this one", "keep the logical type, scale and unit"],
  PRECISION_LOST: ["keep the integer type", "accept it: values up to 2^53 (double) or 2^24 (float) stay exact"],
  CONSTRAINT_TIGHTENED: ["keep the wider constraint", "add a new property with the tighter constraint"],
  FORMAT_CHANGED: ["keep the format as it was", "check the old events first: eventwright verify"],
  EVENT_REMOVED: ["restore the schema file", "release a last version and stop producing it; remove the file once retention is over"],
  UNDECIDED: ["write the change in a simpler way: one keyword at a time", "prove it by eventwright verify"],
};

const forwardWays: Partial<Record<RuleId, readonly string[]>> = {
  ...backwardWays,
  FIELD_ADDED_WITHOUT_DEFAULT: [
    'keep writing "{name}"',
    'first release a version in which "{name}" has a default, and remove it once all consumers are on that version',
  ],
  FIELD_REQUIRED: ['keep "{name}" required', "first release a version in which it is optional"],
  ENUM_SYMBOL_UNKNOWN: ["don't add the symbol", 'first release a version whose enum has a "default" symbol'],
  UNION_BRANCH_UNKNOWN: ["don't add the branch", "add a new optional field for the new kind of value"],
  NAME_CHANGED: [
    "keep the name",
    "first release a version with the new name as an alias, and rename once all consumers are on that version",
  ],
  CONSTRAINT_TIGHTENED: ["keep the tighter constraint", "first release a version with the wider constraint and let consumers move to it"],
};
