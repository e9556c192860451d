import type { EventModel, Field, NamedType, Place, SchemaModel, Shape, TopicModel } from "../../catalog/index.js";

/** What a rule of style looks at: one schema file with its own types and fields. */
export interface Subject {
  readonly model: EventModel;
  readonly schema: SchemaModel;
  /** Absent where the schema is no event. */
  readonly topic?: TopicModel;
  /** The named types that the file defines. */
  readonly types: readonly NamedType[];
  /** Every field that the file declares, also those of objects without a name. */
  readonly fields: readonly OwnField[];
  /** Everything in the file that has fields. */
  readonly objects: readonly OwnObject[];
}

/** A field with where it belongs. */
export interface OwnField {
  readonly field: Field;
  /** By name, e.g. `OrderCreated.items[].price`. */
  readonly path: string;
  /** The same for all fields of one object. */
  readonly owner: string;
}

/** An object with where it is. */
export interface OwnObject {
  readonly path: string;
  readonly place: Place;
  readonly additional: Shape | false;
}

/** What a rule says of one place. */
export interface Remark {
  readonly place: Place;
  /** By name, e.g. `OrderCreated.note`. */
  readonly path: string;
  /** One sentence without a final period. */
  readonly message: string;
  /** What to do, one sentence. */
  readonly hint: string;
}

/** How much a rule weighs. */
export type LintSeverity = "warn" | "error";

/** One rule of style or of readiness for change. */
export interface LintRule {
  /** In one clause, as its page begins. */
  readonly summary: string;
  /** Unless the configuration says otherwise. */
  readonly severity: LintSeverity;
  check(subject: Subject): readonly Remark[];
}
