/** What changed from one set of schemas to another, by field name, and whom each change breaks. */
import type { EventModel, Place, SchemaFormat } from "../../catalog/index.js";
import { compareSides } from "../evolution/compare.js";
import type { Finding } from "../evolution/finding.js";
import { pathText, placeAt, type Side } from "../evolution/side.js";
import { avroChanges } from "./avro.js";
import type { Change } from "./change.js";
import { jsonChanges } from "./json.js";

/** major: breaks somebody · minor: new, and breaks nobody · patch: words only. */
export type Bump = "major" | "minor" | "patch" | "none";

/** A schema of one side. */
export interface DiffSchema {
  readonly name: string;
  readonly side: Side;
}

/** A change with whom it breaks. */
interface JudgedChange extends Omit<Change, "path"> {
  /** By field name, e.g. `items[].price`; "" is the root. */
  readonly path: string;
  /** backward: new readers of old events; forward: old readers of new events. */
  readonly breaks: readonly Finding["breaks"][];
  /** The engine's words for it. */
  readonly why: readonly string[];
  readonly place?: Place;
  readonly was?: Place;
}

/** One schema that is not as it was. */
export interface SchemaDifference {
  /** Full name. */
  readonly schema: string;
  readonly state: "added" | "removed" | "changed";
  readonly bump: Bump;
  readonly changes: readonly JudgedChange[];
  /** What breaks and belongs to none of the changes alone. */
  readonly others: readonly { readonly path: string; readonly breaks: Finding["breaks"]; readonly message: string }[];
}

/** The schemas of a model that are compared: its events, or all where it has no topics. */
export function schemasOf(model: EventModel): readonly DiffSchema[] {
  const wanted = model.schemas.filter((schema) => schema.isEvent || model.topics.length === 0);
  return wanted.map(({ name, format, text, shape }) => ({ name, side: { format, text, shape, types: model.types, placed: true } }));
}

/** Every schema that differs, in the order of names. */
export function diffSchemas(before: readonly DiffSchema[], after: readonly DiffSchema[]): readonly SchemaDifference[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const [old, now] = [before, after].map((side) => side.find((schema) => schema.name === name));
    if (old === undefined) return [{ schema: name, state: "added", bump: "minor", changes: [], others: [] }];
    if (now === undefined) return [{ schema: name, state: "removed", bump: "major", changes: [], others: [] }];
    return diffSides(name, old.side, now.side) ?? [];
  });
}

/** The same for one; undefined where nothing changed. */
export function diffSides(schema: string, before: Side, after: Side): SchemaDifference | undefined {
  if (before.text === after.text && before.format === after.format) return undefined;
  const found = before.format === after.format ? changesOf(before.format)(before.text, after.text) : [];
  const whole: Change = { kind: "changed", what: "schema", path: [], before: before.format, after: after.format };
  const changes = found.length === 0 && before.format !== after.format ? [whole] : found;
  const backward = compareSides({ breaks: "backward", reader: after, writer: before }).findings;
  const forward = compareSides({ breaks: "forward", reader: before, writer: after }).findings;
  const errors = [...backward, ...forward].filter(({ severity }) => severity === "error");
  const told = new Set<Finding>();
  const judged = changes.map((change) => judge(change, errors, told, { before, after }));
  const others = errors.filter((finding) => !told.has(finding)).map(({ path, breaks, message }) => ({ path, breaks, message }));
  const onlyWords = changes.every(({ kind }) => kind === "documented");
  return { schema, state: "changed", bump: errors.length > 0 ? "major" : onlyWords ? "patch" : "minor", changes: judged, others };
}

/** The gravest of several. */
export function highestBump(bumps: readonly Bump[]): Bump {
  return (["major", "minor", "patch"] as const).find((bump) => bumps.includes(bump)) ?? "none";
}

function changesOf(format: SchemaFormat): (before: string, after: string) => readonly Change[] {
  return format === "avro" ? avroChanges : jsonChanges;
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
}

function judge(change: Change, errors: readonly Finding[], told: Set<Finding>, { before, after }: Sides): JudgedChange {
  const path = pathText(change.path);
  const own = change.kind === "documented" ? [] : errors.filter((finding) => finding.path === path || finding.oldPath === path);
  for (const finding of own) told.add(finding);
  const place = change.kind === "removed" && change.what === "field" ? undefined : placeAt(after, change.path);
  const was = change.kind === "added" && change.what.endsWith("field") ? undefined : placeAt(before, change.path);
  return {
    ...change,
    path,
    breaks: [...new Set(own.map(({ breaks }) => breaks))],
    why: [...new Set(own.map(({ message }) => message))],
    ...(place !== undefined && { place }),
    ...(was !== undefined && { was }),
  };
}
