import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { EventwrightError } from "../../../runtime/errors.js";
import {
  type Level,
  levels,
  type Mode,
  modes,
  type RegistryState,
  type SchemaReference,
  type StoredSchema,
  type StoredVersion,
  schemaTypes,
} from "./state.js";

interface StateFile {
  readonly eventwrightRegistry: 1;
  readonly nextId: number;
  readonly schemas: readonly StoredSchema[];
  readonly subjects: readonly (readonly [string, readonly StoredVersion[]])[];
  readonly levels: readonly (readonly [string, Level])[];
  readonly modes: readonly (readonly [string, Mode])[];
}

/** The state as JSON text, stable for equal states. */
export function printState(state: RegistryState): string {
  const file: StateFile = {
    eventwrightRegistry: 1,
    nextId: state.nextId,
    schemas: [...state.schemas.values()],
    subjects: [...state.subjects],
    levels: [...state.levels],
    modes: [...state.modes],
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** The state of such a text. @throws when it is none. */
export function parseState(text: string): RegistryState {
  const file: unknown = JSON.parse(text);
  if (!isStateFile(file)) throw new Error("it is not a registry file of version 1");
  return {
    nextId: file.nextId,
    schemas: new Map(file.schemas.map((schema) => [schema.id, schema])),
    subjects: new Map(file.subjects.map(([subject, versions]) => [subject, versions.map((version) => ({ ...version }))])),
    levels: new Map(file.levels),
    modes: new Map(file.modes),
  };
}

/** What the file holds; undefined when there is none yet. @throws EventwrightError REGISTRY_START_FAILED. */
export function readStateFile(path: string): RegistryState | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return parseState(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new EventwrightError("REGISTRY_START_FAILED", {
      detail: `${path} can't be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "name another file, or move this one away to begin with an empty registry",
      cause,
    });
  }
}

/** Replaces the file in one step: a crash leaves the old text or the new one. */
export function writeStateFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function isStateFile(value: unknown): value is StateFile {
  if (!isObject(value) || value.eventwrightRegistry !== 1 || !Number.isSafeInteger(value.nextId)) return false;
  const pairs = (list: unknown, fits: (second: unknown) => boolean) =>
    Array.isArray(list) && list.every((pair) => Array.isArray(pair) && typeof pair[0] === "string" && fits(pair[1]));
  if (!Array.isArray(value.schemas) || !value.schemas.every(isSchema)) return false;
  const ids = new Set(value.schemas.map((schema) => schema.id));
  return (
    pairs(value.subjects, (versions) => Array.isArray(versions) && versions.every((entry) => isVersion(entry) && ids.has(entry.id))) &&
    pairs(value.levels, (level) => levels.some((known) => known === level)) &&
    pairs(value.modes, (mode) => modes.some((known) => known === mode))
  );
}

function isSchema(value: unknown): value is StoredSchema {
  if (!isObject(value) || !Number.isSafeInteger(value.id) || !schemaTypes.some((known) => known === value.type)) return false;
  const texts = [value.text, value.identity, value.normalized].every((text) => typeof text === "string");
  return texts && Array.isArray(value.references) && value.references.every(isReference);
}

function isReference(value: unknown): value is SchemaReference {
  return isObject(value) && typeof value.name === "string" && typeof value.subject === "string" && Number.isSafeInteger(value.version);
}

function isVersion(value: unknown): value is StoredVersion {
  return isObject(value) && Number.isSafeInteger(value.version) && Number.isSafeInteger(value.id) && typeof value.deleted === "boolean";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
