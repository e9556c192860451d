/** What a finding shows besides its sentence; every format prints this list, so all say the same. */
import type { Place } from "../../catalog/index.js";
import type { Found } from "./facts.js";
import { visible } from "./visible.js";

/** One labelled piece. `diff` lines begin with + or -, a `list` is numbered by who prints it. */
export interface Evidence {
  readonly label: string;
  readonly as: "plain" | "code" | "diff" | "list";
  /** Without what steers a terminal; a line may hold line breaks only in a `diff` or `code`. */
  readonly lines: readonly string[];
}

/** In reading order: what changed, what breaks on it, who is hurt, what to do. */
export function evidenceOf(finding: Found, today: string): readonly Evidence[] {
  const all = [changed(finding), ...seen(finding), readers(finding), waysOut(finding), edit(finding), ...handles(finding, today)];
  return all.filter((one) => one.lines.length > 0).map((one) => ({ ...one, lines: one.lines.map((line) => shown(line, one.as)) }));
}

/** `path:line:column`, which editors and terminals link. */
export function placeText({ path, line, column }: Place): string {
  return `${path}:${line}:${column}`;
}

/** `v1, v2`. */
export function versionsText(versions: readonly number[]): string {
  return versions.map((version) => `v${version}`).join(", ");
}

// A hostile or a huge schema may not bury the report; JSON has all of it.
const lineLimit = 2_000;

function shown(line: string, as: Evidence["as"]): string {
  const text = as === "plain" || as === "list" ? visible(line).replace(/\s*\n\s*/g, " ") : visible(line);
  return text.length <= lineLimit ? text : `${text.slice(0, lineLimit)}… (${text.length - lineLimit} more characters in --format json)`;
}

function changed({ before, after }: Found): Evidence {
  const signed = (sign: string, text: string | undefined) => (text === undefined ? [] : text.split("\n").map((line) => `${sign} ${line}`));
  return { label: "changed", as: "diff", lines: [...signed("-", before), ...signed("+", after)] };
}

function seen(finding: Found): readonly Evidence[] {
  const { was, oldPath, versions, witness, unwitnessed, breaks } = finding;
  const name = oldPath === undefined ? "" : `   as ${oldPath}`;
  const old: Evidence =
    was === undefined
      ? { label: "versions", as: "plain", lines: versions.length === 0 ? [] : [versionsText(versions)] }
      : { label: "was", as: "plain", lines: [`${placeText(was)}   ${versionsText(versions)}${name}`.trimEnd()] };
  if (witness === undefined) {
    return [old, { label: "example", as: "plain", lines: unwitnessed === undefined ? [] : [`none: ${unwitnessed}`] }];
  }
  const last = versions.at(-1);
  const released = last === undefined ? "the old schema" : `v${last}`;
  const bytes = Buffer.from(witness.hex, "hex").toString() === witness.json ? [] : [spaced(witness.hex)];
  const [writer, reader] = breaks === "backward" ? [released, "this change"] : ["this change", released];
  return [
    old,
    { label: finding.severity === "error" ? "breaks on" : "shows on", as: "code", lines: [witness.json, ...bytes] },
    { label: "outcome", as: "plain", lines: [`written with ${writer}, read with ${reader}: ${witness.error}`] },
  ];
}

const hexLimit = 64;

function spaced(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  const more = bytes.length > hexLimit ? ` … (${bytes.length} bytes)` : "";
  return `${bytes.slice(0, hexLimit).join(" ")}${more}`;
}

function readers({ readBy }: Found): Evidence {
  const lines = readBy.map(({ consumer, owner, place }) => `${consumer}${owner === undefined ? "" : ` (${owner})`}   ${placeText(place)}`);
  return { label: "read by", as: "plain", lines };
}

function waysOut(finding: Found): Evidence {
  return { label: "ways out", as: "list", lines: finding.waysOut };
}

function edit({ fix }: Found): Evidence {
  return { label: "edit", as: "plain", lines: fix === undefined ? [] : [`${placeText(fix.place)}   insert ${fix.insert}`] };
}

function handles({ reproduce, fingerprint, waiver }: Found, today: string): readonly Evidence[] {
  return [
    { label: "reproduce", as: "code", lines: reproduce === "" ? [] : [reproduce] },
    { label: "fingerprint", as: "plain", lines: [fingerprint] },
    { label: "waived", as: "plain", lines: waiver === undefined ? [] : [waiverText(waiver, today)] },
  ];
}

function waiverText({ expires, owner, reason, place }: NonNullable<Found["waiver"]>, today: string): string {
  const days = Math.round((Date.parse(expires) - Date.parse(today)) / 86_400_000);
  const left = days >= 0 ? ` (${days} d left)` : "";
  return `until ${expires}${left} by ${owner}: ${reason}   ${placeText(place)}`;
}
