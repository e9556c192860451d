import type { EventModel, SchemaModel } from "./event-model.js";
import { fingerprintOf } from "./read/read-one.js";

/** A file that a release adds or replaces. */
export interface ReleaseFile {
  /** As {@link SchemaModel.place}: relative to the working directory the model was loaded with. */
  readonly path: string;
  readonly text: string;
}

/**
 * The files that freeze the next version of each named schema: the schema by itself, and its folder's released.json.
 * A schema that equals its last release adds none.
 */
export function release(model: EventModel, ...schemaNames: readonly string[]): readonly ReleaseFile[] {
  const named = model.schemas.filter((schema) => schemaNames.includes(schema.name) || schemaNames.includes(schema.shortName));
  const changed = named.filter((schema) => schema.released.at(-1)?.fingerprint !== schema.fingerprint);
  return releaseFiles(
    model,
    changed.map((schema) => ({ schema, version: schema.version, text: schema.text })),
  );
}

/** A version to be frozen, in a canonical text of its own. */
export interface NewRelease {
  readonly schema: SchemaModel;
  readonly version: number;
  readonly text: string;
}

/** The files that freeze these versions, whose numbers are free. */
export function releaseFiles(model: EventModel, versions: readonly NewRelease[]): readonly ReleaseFile[] {
  const files: ReleaseFile[] = [];
  const sums = new Map<string, Map<string, string>>();
  for (const { schema, version, text } of versions) {
    const folder = releasedFolderOf(model, schema);
    const fileName = `${schema.shortName}.v${version}${schema.format === "avro" ? ".avsc" : ".schema.json"}`;
    const laid = pretty(text);
    const listed = sums.get(folder) ?? listedSums(model, schema.context);
    sums.set(folder, listed.set(fileName, fingerprintOf(laid)));
    files.push({ path: `${folder}/${fileName}`, text: laid });
  }
  for (const [folder, listed] of sums) {
    const sorted = [...listed].sort(([a], [b]) => (a < b ? -1 : 1));
    files.push({ path: `${folder}/released.json`, text: `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n` });
  }
  return files;
}

function listedSums(model: EventModel, context: string): Map<string, string> {
  const released = [...model.schemas, ...(model.removed ?? [])].filter((it) => it.context === context).flatMap((it) => it.released);
  return new Map(released.map(({ place, sum }) => [place.path.slice(place.path.lastIndexOf("/") + 1), sum ?? ""]));
}

/** The `released/` folder of a schema. */
function releasedFolderOf(model: EventModel, schema: Pick<SchemaModel, "context">): string {
  return [model.root, schema.context, "released"].filter((part) => part !== "" && part !== ".").join("/");
}

/** Lays compact JSON out in lines without reading its numbers, so that each keeps its digits. */
export function pretty(text: string): string {
  let out = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = endOfString(text, at);
      out += text.slice(at, end);
      at = end - 1;
    } else if (char === "{" || char === "[") {
      const isEmpty = text.charAt(at + 1) === "}" || text.charAt(at + 1) === "]";
      if (isEmpty) out += char + text.charAt(++at);
      else {
        depth++;
        out += char + line();
      }
    } else if (char === "}" || char === "]") {
      depth--;
      out += line() + char;
    } else out += char === "," ? `,${line()}` : char === ":" ? ": " : char;
  }
  return `${out}\n`;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === "\\" ? 2 : 1;
  return at + 1;
}
