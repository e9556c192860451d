/** All that the registry knows; plain data, so that it can be written to a file and put back. */
export interface RegistryState {
  nextId: number;
  readonly schemas: Map<number, StoredSchema>;
  /** Versions of a subject, ascending, the soft-deleted ones among them. */
  readonly subjects: Map<string, StoredVersion[]>;
  /** By subject; "" is the global one. */
  readonly levels: Map<string, Level>;
  readonly modes: Map<string, Mode>;
}

export interface StoredSchema {
  readonly id: number;
  readonly type: SchemaType;
  /** As registered first. */
  readonly text: string;
  readonly references: readonly SchemaReference[];
  /** Equal for two schemas that are one schema in the registry's eyes. */
  readonly identity: string;
  /** The same after normalisation. */
  readonly normalized: string;
}

export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

export interface StoredVersion {
  readonly version: number;
  readonly id: number;
  deleted: boolean;
}

export const schemaTypes = ["JSON", "AVRO"] as const;
export type SchemaType = (typeof schemaTypes)[number];
export const levels = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"] as const;
export type Level = (typeof levels)[number];
export const modes = ["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"] as const;
export type Mode = (typeof modes)[number];

/** A registry that nobody has used yet. */
export function emptyState(): RegistryState {
  return { nextId: 1, schemas: new Map(), subjects: new Map(), levels: new Map([["", "BACKWARD"]]), modes: new Map([["", "READWRITE"]]) };
}

/** The level that holds for a subject. */
export function levelOf(state: RegistryState, subject: string): Level {
  return state.levels.get(subject) ?? state.levels.get("") ?? "BACKWARD";
}

/** The mode that holds for a subject. */
export function modeOf(state: RegistryState, subject: string): Mode {
  return state.modes.get(subject) ?? state.modes.get("") ?? "READWRITE";
}

/** A subject's versions, ascending; without the soft-deleted ones unless asked for. */
export function versionsOf(state: RegistryState, subject: string, deleted = false): StoredVersion[] {
  return (state.subjects.get(subject) ?? []).filter((entry) => deleted || !entry.deleted);
}

/** A schema that a version of this state names. */
export function schemaOf(state: RegistryState, id: number): StoredSchema {
  const schema = state.schemas.get(id);
  if (schema === undefined) throw new Error(`schema ${id} is named by a version, but is not stored`);
  return schema;
}
