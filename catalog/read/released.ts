/** released/: immutable files, held to the hashes that were noted when they were released. */
import type { Diagnostic } from "../diagnostic.js";
import type { ReleasedVersion, SchemaFormat } from "../event-model.js";
import { formatOf, type ReleasedFile, type ReleasedFolder } from "./find.js";
import { parseJson } from "./json-parse.js";
import { type JsonNode, memberOf, stringOf } from "./json-text.js";
import { fingerprintOf, readOne } from "./read-one.js";
import { reporter, startOf } from "./source.js";

/** A released version with what its file name says. */
export interface NamedRelease extends ReleasedVersion {
  readonly context: string;
  readonly shortName: string;
  readonly format: SchemaFormat;
}

/** Reads every released version of one folder and reports what was edited, lost or slipped in. */
export function readReleased(folder: ReleasedFolder, diagnostics: Diagnostic[]): readonly NamedRelease[] {
  const list = folder.list && parseJson(folder.list, diagnostics);
  const broken = folder.list !== undefined && list?.kind !== "object";
  if (broken && list !== undefined && folder.list)
    reporter(folder.list, diagnostics)("SCHEMA_INVALID", list, "released.json maps file names to SHA-256 sums");
  if (list !== undefined) reportMissing(folder, list, diagnostics);
  return folder.files.flatMap((file) => {
    if (!broken) checkListed(file, list, diagnostics);
    return readRelease(file, folder.context, diagnostics) ?? [];
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

function checkListed(file: ReleasedFile, list: JsonNode | undefined, diagnostics: Diagnostic[]): void {
  if (memberOf(list, file.fileName) === undefined) {
    diagnostics.push({
      code: "RELEASED_UNLISTED",
      severity: "error",
      message: `${file.fileName} is not listed in released.json, so it was never released`,
      place: startOf(file.path),
      hint: "Delete it and run `eventwright release`, the only way to add a version",
    });
  } else if (stringOf(list, file.fileName) !== fingerprintOf(file.bytes)) {
    diagnostics.push({
      code: "RELEASED_EDITED",
      severity: "error",
      message: `${file.fileName} differs from what was released`,
      place: startOf(file.path),
      hint: "Restore it from version control; a change is a new version, made by `eventwright release`",
    });
  }
}

const fileName = /^(.+)\.v([1-9]\d{0,5})$/;

function readRelease(file: ReleasedFile, context: string, diagnostics: Diagnostic[]): NamedRelease | undefined {
  const kind = formatOf(file.fileName);
  const [, shortName, version] = fileName.exec(kind?.stem ?? "") ?? [];
  if (kind === undefined || shortName === undefined) return undefined;
  const faults: Diagnostic[] = [];
  const source = { path: file.path, text: file.text, format: kind.format, context, stem: shortName };
  const read = readOne(source, faults);
  // A released file can't be changed any more, so advice about it helps nobody.
  diagnostics.push(...faults.filter((fault) => fault.severity === "error"));
  if (read === undefined) return undefined;
  const { text, place, shape, types } = read;
  return {
    context,
    shortName,
    format: kind.format,
    version: Number(version),
    place,
    text,
    fingerprint: fingerprintOf(text),
    sum: fingerprintOf(file.bytes),
    shape,
    types,
  };
}
