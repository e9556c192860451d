/** A set of JSON values of one type: at least what a schema allows, described so that bounds can be compared. */
import { type Handle, meaningText } from "./document.js";
import type { Json, JsonType } from "./value.js";

/** Everything in a cell holds at once. What the form can't say is left out, so a cell may be too wide, never too narrow. */
export interface Cell {
  readonly type: JsonType;
  /** The only values there are; absent: not known to be finite. */
  readonly literals?: readonly Json[];
  readonly integer?: boolean;
  readonly min?: Bound;
  readonly max?: Bound;
  readonly multiples: readonly number[];
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly required: ReadonlySet<string>;
  readonly objects: readonly ObjectPart[];
  readonly names: readonly Handle[];
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly arrays: readonly ArrayPart[];
  readonly minItems: number;
  readonly maxItems: number;
  readonly unique: boolean;
  readonly not: readonly Handle[];
  /** Meaning texts of schemas that hold for the whole cell: a question with the same text is answered by it. */
  readonly holds: ReadonlySet<string>;
}

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** One schema object's say on properties: a name that it does not declare falls to `rest`. */
export interface ObjectPart {
  readonly properties: ReadonlyMap<string, Handle>;
  readonly patterns: readonly (readonly [pattern: string, schema: Handle])[];
  readonly rest: Handle;
}

export interface ArrayPart {
  readonly prefix: readonly Handle[];
  readonly rest: Handle;
}

/** All values of a type. */
export function wholeType(type: JsonType): Cell {
  const literals = type === "null" ? { literals: [null] } : type === "boolean" ? { literals: [false, true] } : {};
  return {
    type,
    ...literals,
    multiples: [],
    minLength: 0,
    maxLength: Number.POSITIVE_INFINITY,
    patterns: [],
    formats: [],
    required: new Set(),
    objects: [],
    names: [],
    minProperties: 0,
    maxProperties: Number.POSITIVE_INFINITY,
    arrays: [],
    minItems: 0,
    maxItems: Number.POSITIVE_INFINITY,
    unique: false,
    not: [],
    holds: new Set(),
  };
}

/** What a cell says of the values under a name: every schema that applies there. */
export function underName(cell: Cell, name: string, matches: (pattern: string, name: string) => boolean): readonly Handle[] {
  return cell.objects.flatMap((part) => {
    const own = part.properties.get(name);
    const matching = part.patterns.filter(([pattern]) => matches(pattern, name)).map(([, schema]) => schema);
    const all = own === undefined ? matching : [own, ...matching];
    return all.length === 0 ? [part.rest] : all;
  });
}

/** What a cell says of names that none of its parts declares. */
export function underRest(cell: Cell): readonly Handle[] {
  return cell.objects.map((part) => part.rest);
}

/** Names that some part of a cell declares, and required ones. */
export function namesOf(cell: Cell): ReadonlySet<string> {
  return new Set([...cell.required, ...cell.objects.flatMap((part) => [...part.properties.keys()])]);
}

/** What a cell says of the item at an index; beyond every prefix it is the same for all. */
export function atIndex(cell: Cell, index: number): readonly Handle[] {
  return cell.arrays.map((part) => part.prefix[index] ?? part.rest);
}

/** Length of the longest prefix. */
export function prefixLength(cell: Cell): number {
  return Math.max(0, ...cell.arrays.map((part) => part.prefix.length));
}

/** True when a conjunction plainly allows nothing. */
export function isNothing(handles: readonly Handle[]): boolean {
  return handles.some(({ schema }) => schema === false);
}

/** A key that is equal for conjunctions of the same schemas. */
export function conjunctionText(handles: readonly Handle[]): string {
  return [...new Set(handles.map(meaningText))].sort().join(" & ");
}
