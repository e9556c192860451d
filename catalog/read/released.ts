/** released/: immutable files, held to the hashes that were noted when they were released. */
import type { Diagnostic } from "../diagnostic.js";
import type { ReleasedVersion, SchemaFormat } from "../event-model.js";
import { formatOf, type ReleasedFile, type ReleasedFolder } from "./find.js";
import { parseJson } from "./json-parse.js";
import { type JsonNode, memberOf, stringOf } from "./json-text.js";
import { LazyRelease } from "./lazy-release.js";
import { fingerprintOf, readOne } from "./read-one.js";
import { reporter, startOf } from "./source.js";

/** A released version with what its file name says. */
export interface NamedRelease {
  readonly context: string;
  readonly shortName: string;
  readonly format: SchemaFormat;
  readonly version: ReleasedVersion;
}

/** Reads every released version of one folder and reports what was edited, lost or slipped in; `lazily`, what is as listed is understood when asked for. */
export function readReleased(folder: ReleasedFolder, diagnostics: Diagnostic[], lazily = false): readonly NamedRelease[] {
  const list = folder.list && parseJson(folder.list, diagnostics);
  const broken = folder.list !== undefined && list?.kind !== "object";
  if (broken && list !== undefined && folder.list)
    reporter(folder.list, diagnostics)("SCHEMA_INVALID", list, "released.json maps file names to SHA-256 sums");
  if (list !== undefined) reportMissing(folder, list, diagnostics);
  return folder.files.flatMap((file) => {
    const { sum } = file;
    const isListed = broken || isAsListed(file, sum, list, diagnostics);
    return readRelease({ file, sum, context: folder.context, isLazy: lazily && isListed && !broken }, diagnostics) ?? [];
  });
}

function reportMissing(folder: ReleasedFolder, list: JsonNode, diagnostics: Diagnostic[]): void {
  if (folder.list === undefined || list.kind !== "object") return;
  const present = new Set(folder.files.map((file) => file.fileName));
  for (const member of list.members) {
    if (present.has(member.key)) continue;
    reporter(folder.list, diagnostics)("RELEASED_MISSING", member, `the released file ${member.key} is gone`, {
      hint: "Restore it from version control; data written with it may still be on the topic",
    });
  }
}

function isAsListed(file: ReleasedFile, sum: string, list: JsonNode | undefined, diagnostics: Diagnostic[]): boolean {
  if (memberOf(list, file.fileName) === undefined) {
    diagnostics.push({
      code: "RELEASED_UNLISTED",
      severity: "error",
      message: `${file.fileName} is not listed in released.json, so it was never released`,
      place: startOf(file.path),
      hint: "Delete it and run `eventwright release`, the only way to add a version",
    });
  } else if (stringOf(list, file.fileName) !== sum) {
    diagnostics.push({
      code: "RELEASED_EDITED",
      severity: "error",
      message: `${file.fileName} differs from what was released`,
      place: startOf(file.path),
      hint: "Restore it from version control; a change is a new version, made by `eventwright release`",
    });
  } else return true;
  return false;
}

const fileName = /^(.+)\.v([1-9]\d{0,5})$/;

interface Wanted {
  readonly file: ReleasedFile;
  readonly sum: string;
  readonly context: string;
  readonly isLazy: boolean;
}

function readRelease({ file, sum, context, isLazy }: Wanted, diagnostics: Diagnostic[]): NamedRelease | undefined {
  const kind = formatOf(file.fileName);
  const [, shortName, number] = fileName.exec(kind?.stem ?? "") ?? [];
  if (kind === undefined || shortName === undefined) return undefined;
  const { format } = kind;
  const version = Number(number);
  const read = () => ({ path: file.path, text: file.text, format, context, stem: shortName });
  if (isLazy) return { context, shortName, format, version: new LazyRelease(file.path, version, { sum, read }) };
  const faults: Diagnostic[] = [];
  const found = readOne(read(), faults);
  // A released file can't be changed any more, so advice about it helps nobody.
  diagnostics.push(...faults.filter((fault) => fault.severity === "error"));
  if (found === undefined) return undefined;
  const { text, place, shape, types } = found;
  return { context, shortName, format, version: { version, place, text, fingerprint: fingerprintOf(text), sum, shape, types } };
}
