/** JSON Schema: what is not proven by structure is tried with documents; what neither settles is said to be undecided. */
import type { Issue } from "../issue.js";
import type { Path, Side } from "../side.js";
import { openDocument } from "./document.js";
import type { Gap } from "./gap.js";
import type { Json } from "./value.js";
import { inclusionGaps } from "./within.js";
import { type Break, findBreaks } from "./witness.js";

/** Every issue between a reader's and a writer's schema: documents of the writer that the reader refuses, or might. */
export function jsonIssues(reader: Side, writer: Side): readonly Issue[] {
  const right = openDocument(parse(reader.text));
  const left = openDocument(parse(writer.text));
  const gaps = inclusionGaps(left, right);
  if (gaps.every((gap) => gap.mild)) return gaps.map((gap) => issue(gap, undefined));
  const breaks = findBreaks(left, right);
  const alone = gaps.filter((gap) => !gap.mild).length === 1;
  return gaps.map((gap) => issue(gap, gap.mild ? undefined : breakFor(gap, breaks, alone)));
}

function breakFor(gap: Gap, breaks: readonly Break[], alone: boolean): (Break & { readonly error: string }) | undefined {
  for (const one of breaks) {
    const hit = one.refusals.find(({ path }) => meets(gap.path, path));
    if (hit !== undefined) return { ...one, error: hit.error };
  }
  const [any] = breaks;
  return alone && any !== undefined ? { ...any, error: any.refusals[0]?.error ?? "refused" } : undefined;
}

/** `{}` stands for any name. */
function meets(wanted: Path, found: Path): boolean {
  return wanted.length === found.length && wanted.every((step, index) => step === "{}" || step === found[index]);
}

function issue(gap: Gap, found: (Break & { readonly error: string }) | undefined): Issue {
  const base = { readerPath: gap.path, writerPath: gap.path };
  if (gap.mild) return { ...base, rule: gap.rule, severity: "warning", detail: gap.detail };
  if (found === undefined) {
    return { ...base, rule: "UNDECIDED", severity: "error", detail: `${gap.detail}; neither proven nor shown by an example` };
  }
  const witness = { json: found.json, hex: Buffer.from(found.json).toString("hex"), error: found.error };
  return { ...base, rule: gap.rule, severity: "error", detail: gap.detail, witness };
}

function parse(text: string): Json {
  return JSON.parse(text) as Json;
}
