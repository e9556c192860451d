/** Why a value does not fit, and where; no text of the value is in it but the name of a property that should not be there. */
export interface Failure {
  /** The steps to the value, innermost first: each level adds its own on the way out. */
  readonly steps: (string | number)[];
  readonly reason: string;
  readonly extra?: string;
}

/** What the schemas at one value have looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export interface Seen {
  readonly names: Set<string>;
  readonly items: Set<number>;
}

/** Judges one value; `seen` is given where somebody will ask for what is unevaluated. */
export type Check = (value: unknown, seen: Seen | undefined) => Failure | undefined;

export type Draft = "draft-07" | "2019-09" | "2020-12";

export type SchemaObject = { readonly [keyword: string]: unknown };

/** Where a keyword stands. */
export interface Site {
  readonly node: SchemaObject;
  readonly draft: Draft;
  /** Compiles a schema below this one. */
  part(schema: unknown): Check;
  /** Compiles what a reference means. */
  target(reference: string): Check;
}

/** Makes a keyword's check; nothing where it says nothing. @throws Error on an argument that the keyword can't have. */
export type Keyword = (argument: unknown, site: Site) => Check | undefined;

export function failure(reason: string, extra?: string): Failure {
  return extra === undefined ? { steps: [], reason } : { steps: [], reason, extra };
}

/** A failure of an inner value, seen from the value around it. */
export function below(step: string | number, inner: Failure): Failure {
  inner.steps.push(step);
  return inner;
}

export function nothingSeen(): Seen {
  return { names: new Set(), items: new Set() };
}

export function addSeen(to: Seen, from: Seen): void {
  for (const name of from.names) to.names.add(name);
  for (const index of from.items) to.items.add(index);
}

/** A keyword's argument that must be a number. */
export function numberOf(keyword: string, argument: unknown): number {
  if (typeof argument !== "number") throw new Error(`"${keyword}" takes a number`);
  return argument;
}

/** A keyword's argument that must be a list. */
export function listOf(keyword: string, argument: unknown): readonly unknown[] {
  if (!Array.isArray(argument)) throw new Error(`"${keyword}" takes a list`);
  return argument;
}

/** A keyword's argument that must be an object; its own members. */
export function entriesOf(keyword: string, argument: unknown): readonly (readonly [string, unknown])[] {
  if (typeof argument !== "object" || argument === null || Array.isArray(argument)) throw new Error(`"${keyword}" takes an object`);
  return Object.entries(argument);
}

/** A keyword's argument that must be a list of names. */
export function namesOf(keyword: string, argument: unknown): readonly string[] {
  return listOf(keyword, argument).map((name) => {
    if (typeof name !== "string") throw new Error(`"${keyword}" takes a list of names`);
    return name;
  });
}
