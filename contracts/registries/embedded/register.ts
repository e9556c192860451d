import { type Content, readContent } from "./content.js";
import { refuse } from "./refusal.js";
import { type Answer, type Call, flag, part } from "./route.js";
import {
  levelOf,
  modeOf,
  type RegistryState,
  type SchemaReference,
  type StoredSchema,
  type StoredVersion,
  schemaOf,
  versionsOf,
} from "./state.js";
import { objections, versionsThatCount } from "./verdict.js";

/** Adds a version, or names the one that is there already. */
export function register(call: Call): Answer {
  const subject = part(call, "subject");
  if (subject.trim() === "" || subject === "__GLOBAL" || subject === "__EMPTY") throw refuse.invalidSubject();
  const mode = modeOf(call.state, subject);
  if (mode === "READONLY" || mode === "READONLY_OVERRIDE") throw refuse.notPermitted(`Subject ${subject} is in read-only mode`);
  const content = readContent(call.state, call.body);
  if (mode === "IMPORT") return { json: { id: importVersion(call, subject, content) } };
  if (wanted(call.body.id) !== undefined) throw refuse.notPermitted(`Subject ${subject} is not in import mode`);
  const present = findVersion(call.state, versionsOf(call.state, subject), content, flag(call, "normalize"));
  if (present !== undefined) return { json: { id: present.id } };
  const level = levelOf(call.state, subject);
  const versions = versionsThatCount(level, versionsOf(call.state, subject));
  const found = objections(call.state, content, { level, versions }, call.compare);
  if (found.length > 0) throw refuse.incompatible(subject, found);
  const { id } = storedAs(call.state, content);
  addVersion(call.state, subject, { version: nextVersion(call.state, subject), id, deleted: false });
  return { json: { id } };
}

/** The version that has exactly this schema. */
export function lookUp(call: Call): Answer {
  const subject = part(call, "subject");
  const content = readContent(call.state, call.body);
  const versions = versionsOf(call.state, subject, flag(call, "deleted"));
  if (versions.length === 0) throw refuse.subjectUnknown(subject);
  const found = findVersion(call.state, versions, content, flag(call, "normalize"));
  if (found === undefined) throw refuse.schemaUnknown();
  return { json: described(call.state, subject, found) };
}

/** A version as the API shows it. */
export function described(state: RegistryState, subject: string, entry: StoredVersion): Readonly<Record<string, unknown>> {
  const { schema, ...rest } = schemaShown(schemaOf(state, entry.id));
  return { subject, version: entry.version, id: entry.id, ...rest, schema };
}

/** A schema as the API shows it: Avro and no references go without saying. */
export function schemaShown(schema: StoredSchema): {
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly SchemaReference[];
} {
  return {
    schema: schema.text,
    ...(schema.type === "AVRO" ? {} : { schemaType: schema.type }),
    ...(schema.references.length === 0 ? {} : { references: schema.references }),
  };
}

function findVersion(
  state: RegistryState,
  versions: readonly StoredVersion[],
  content: Content,
  normalize: boolean,
): StoredVersion | undefined {
  return [...versions].reverse().find((entry) => {
    const stored = schemaOf(state, entry.id);
    if (stored.type !== content.type) return false;
    return stored.identity === content.identity || (normalize && stored.normalized === content.normalized);
  });
}

/** One id for one content, for ever: also after its last version was deleted, since records with that id may still exist. */
function storedAs(state: RegistryState, content: Content, id?: number): StoredSchema {
  for (const schema of state.schemas.values()) {
    if (id === undefined && schema.type === content.type && schema.identity === content.identity) return schema;
  }
  const schema = { ...content, id: id ?? state.nextId };
  state.schemas.set(schema.id, schema);
  state.nextId = Math.max(state.nextId, schema.id + 1);
  return schema;
}

function importVersion(call: Call, subject: string, content: Content): number {
  const id = wanted(call.body.id);
  const version = wanted(call.body.version) ?? nextVersion(call.state, subject);
  const taken = id === undefined ? undefined : call.state.schemas.get(id);
  if (taken !== undefined && taken.identity !== content.identity) {
    throw refuse.notPermitted(`Overwrite new schema with id ${id} is not permitted.`);
  }
  if (versionsOf(call.state, subject, true).some((entry) => entry.version === version)) {
    throw refuse.notPermitted(`Version ${version} of subject ${subject} exists already.`);
  }
  const schema = taken ?? storedAs(call.state, content, id);
  addVersion(call.state, subject, { version, id: schema.id, deleted: false });
  return schema.id;
}

function addVersion(state: RegistryState, subject: string, entry: StoredVersion): void {
  const versions = [...versionsOf(state, subject, true), entry].sort((a, b) => a.version - b.version);
  state.subjects.set(subject, versions);
}

function nextVersion(state: RegistryState, subject: string): number {
  return (versionsOf(state, subject, true).at(-1)?.version ?? 0) + 1;
}

/** An id or version that the request asks for; -1 and nothing ask for none. */
function wanted(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
