/** What compiling one schema needs, and rows of formulas put together. */
import type { Document } from "../document.js";
import type { Atoms } from "../formula/atoms.js";
import { always, type Formula, type Formulas, type Handle } from "../formula/formula.js";
import { type Json, type JsonObject, type JsonType, jsonTypes } from "../value.js";

/** What a schema says of each type. */
export type Row = Readonly<Record<JsonType, Formula>>;

/** A schema inside a document. */
export interface Spot {
  readonly schema: Json;
  readonly doc: Document;
  readonly withFormats: boolean;
}

/** Where formulas are made and schemas get their numbers. */
export interface Makers {
  readonly formulas: Formulas;
  readonly atoms: Atoms;
  handle(spot: Spot): Handle;
}

/** One schema that is being compiled. */
export interface Site {
  readonly pool: Makers;
  readonly spot: Spot;
  readonly schema: JsonObject;
  /** The number of a schema below this one. */
  sub(schema: Json): Handle;
  /** The row of a schema about the same value. */
  here(schema: Json): Row;
  /** What a reference means. */
  target(keyword: string): Json;
}

/** A row made type by type. */
export function rowOf(form: (type: JsonType) => Formula): Row {
  const [string, number, nil, boolean, object, array] = jsonTypes.map(form);
  return {
    string: string ?? always,
    number: number ?? always,
    null: nil ?? always,
    boolean: boolean ?? always,
    object: object ?? always,
    array: array ?? always,
  };
}

/** Says nothing of any type. */
export const anyRow: Row = rowOf(() => always);

/** What all rows say together. */
export function allRows({ formulas }: Makers, rows: readonly Row[]): Row {
  if (rows.length === 1 && rows[0] !== undefined) return rows[0];
  return rowOf((type) => formulas.and(rows.map((row) => row[type])));
}

/** What one of the rows says at least. */
export function anyRows({ formulas }: Makers, rows: readonly Row[]): Row {
  return rowOf((type) => formulas.or(rows.map((row) => row[type])));
}

/** The opposite of a row. */
export function notRow({ formulas }: Makers, row: Row): Row {
  return rowOf((type) => formulas.not(row[type]));
}
