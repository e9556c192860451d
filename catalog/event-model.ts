/** What every schema becomes, whichever format it was written in: readonly, plain, tagged by `kind`. */

/** A position in a source file; line and column count from 1. */
export interface Place {
  /** Relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Length in characters of what is meant, for underlining; 0 when unknown. */
  readonly length: number;
}

export type SchemaFormat = "avro" | "json";

/** All schemas of one folder tree, read and linked. */
export interface EventModel {
  /** The schema folder, relative to the working directory. */
  readonly root: string;
  readonly topics: readonly TopicModel[];
  /** One for each schema file outside `released/`; in the order of their paths. */
  readonly schemas: readonly SchemaModel[];
  /** Every named type, also those defined inside another schema's file; by full name. */
  readonly types: ReadonlyMap<string, NamedType>;
  /** What was released and has no schema file any more. */
  readonly removed?: readonly RemovedSchema[];
}

/** A schema whose file is gone while its released versions remain. */
export interface RemovedSchema {
  readonly context: string;
  readonly shortName: string;
  readonly format: SchemaFormat;
  readonly released: readonly ReleasedVersion[];
}

/** One schema file: its root type, its self-contained text and its released versions. */
export interface SchemaModel {
  /** Full name of the root type, e.g. `acme.orders.OrderCreated`. */
  readonly name: string;
  /** Last part of the full name. */
  readonly shortName: string;
  readonly format: SchemaFormat;
  /** Folder below the root, with forward slashes; "" at the root itself. */
  readonly context: string;
  readonly place: Place;
  readonly doc?: string;
  /** The root type; a `ref` when it is a named type. */
  readonly shape: Shape;
  /** Full names of the named types that this file defines, in order of appearance. */
  readonly defines: readonly string[];
  /** The schema with every reference inlined: valid JSON text that needs no other file; stable for equal input. */
  readonly text: string;
  /** SHA-256 of `text`, hex. */
  readonly fingerprint: string;
  /** Ascending; empty when never released. */
  readonly released: readonly ReleasedVersion[];
  /** The version that the work tree stands for: the last released one if the text is equal, else the next. */
  readonly version: number;
  /** True where the file's folder has a topic.yaml and the root is a record. */
  readonly isEvent: boolean;
}

/** One immutable file below `released/`. */
export interface ReleasedVersion {
  readonly version: number;
  readonly place: Place;
  /** Self-contained canonical text, made the same way as {@link SchemaModel.text}. */
  readonly text: string;
  readonly fingerprint: string;
  /** SHA-256 of the file's bytes, hex: what released.json notes. */
  readonly sum?: string;
  /** The file's own text, which is had without understanding it. */
  readonly written?: string;
  /** The root shape and named types of this version, for findings with places. */
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
}

type SubjectStrategy = "topic" | "record" | "topic-record";
export type CompatibilityMode = "NONE" | "BACKWARD" | "BACKWARD_TRANSITIVE" | "FORWARD" | "FORWARD_TRANSITIVE" | "FULL" | "FULL_TRANSITIVE";

/** One topic.yaml. */
export interface TopicModel {
  readonly context: string;
  readonly place: Place;
  readonly topic: string;
  readonly owner?: string;
  /** Field path of the record key, split at dots. */
  readonly key: readonly string[];
  readonly partitions: number;
  readonly subject: SubjectStrategy;
  readonly compatibility: CompatibilityMode;
  /** JSON Schema: producers write declared properties only; absent: whatever the schemas allow. */
  readonly contentModel?: "closed-producer";
  /** Where the identity for de-duplication is. */
  readonly id: { readonly kind: "field"; readonly path: readonly string[] } | { readonly kind: "header"; readonly name: "ce_id" };
  /** Field path of the event time; absent: the record's timestamp. */
  readonly time?: readonly string[];
  /** Milliseconds; absent: the broker's default. */
  readonly retentionMs?: number;
  readonly retry: RetryModel;
  readonly deadLetter: string;
  /** Names of the projection stubs that the context wants, e.g. `order-summary`. */
  readonly projections: readonly string[];
  /** Names of the consumer stubs that the context wants, e.g. `invoicing`. */
  readonly consumers: readonly string[];
  /** The topic's events, in the order of their paths. */
  readonly events: readonly SchemaModel[];
}

export interface RetryModel {
  /** Counts the first try. */
  readonly attempts: number;
  readonly backoffMs: number;
  readonly maxMs: number;
  readonly jitter: "full" | "none";
  readonly ordering: "park-key" | "block-partition" | "relaxed";
}

export type NamedType = RecordType | EnumType | FixedType | AliasType;

interface Named {
  readonly name: string;
  readonly shortName: string;
  /** "" when there is none. */
  readonly namespace: string;
  readonly doc?: string;
  readonly aliases: readonly string[];
  readonly place: Place;
  /** Path of the schema file (as in {@link SchemaModel.place}) that defines it. */
  readonly file: string;
}

export interface RecordType extends Named {
  readonly kind: "record";
  readonly fields: readonly Field[];
  /** JSON Schema: what may stand beside the fields. `false` = nothing (always so in Avro). */
  readonly additional: Shape | false;
}

export interface EnumType extends Named {
  readonly kind: "enum";
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface FixedType extends Named {
  readonly kind: "fixed";
  readonly size: number;
  /** A logical type on the fixed itself (decimal, uuid, duration). */
  readonly logical?: LogicalShape;
}

/** A named JSON Schema (`$defs`, or a root) that is neither an object nor a string enum, or an Avro root without a name. */
interface AliasType extends Named {
  readonly kind: "alias";
  readonly shape: Shape;
}

export interface Field {
  readonly name: string;
  readonly doc?: string;
  readonly shape: Shape;
  /** False: it may be absent from the value itself (JSON Schema, not in `required`). Always true in Avro. */
  readonly required: boolean;
  /** The default's exact JSON text, when there is one: on write the field may be left out. */
  readonly defaultText?: string;
  readonly aliases: readonly string[];
  readonly place: Place;
  /** True where the schema advises against it. */
  readonly deprecated?: boolean;
  /** First released version that has this field; absent when it is in the first one or nothing is released. */
  readonly since?: number;
}

export type Shape =
  | PrimitiveShape
  | LogicalShape
  | ArrayShape
  | { readonly kind: "map"; readonly values: Shape }
  | UnionShape
  | { readonly kind: "ref"; readonly name: string }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: "object"; readonly fields: readonly Field[]; readonly additional: Shape | false }
  | { readonly kind: "intersection"; readonly parts: readonly Shape[] }
  | { readonly kind: "any" }
  | { readonly kind: "never" };

interface ArrayShape {
  readonly kind: "array";
  /** Of those behind the prefix, where there is one. */
  readonly items: Shape;
  /** Makes it a tuple. */
  readonly prefix?: readonly Shape[];
  /** How many of the prefix have to be there; absent: all. */
  readonly least?: number;
}

export interface PrimitiveShape {
  readonly kind: "null" | "boolean" | "int" | "long" | "float" | "double" | "number" | "string" | "bytes";
  /** For people: a JSON Schema `format`, or an unknown logical type. */
  readonly format?: string;
}

export interface LogicalShape {
  readonly kind: "logical";
  readonly logical:
    | "decimal"
    | "uuid"
    | "date"
    | "time-millis"
    | "time-micros"
    | "timestamp-millis"
    | "timestamp-micros"
    | "timestamp-nanos"
    | "local-timestamp-millis"
    | "local-timestamp-micros"
    | "local-timestamp-nanos"
    | "duration";
  readonly precision?: number;
  readonly scale?: number;
  /** Bytes, when it stands on a fixed. */
  readonly size?: number;
}

export interface UnionShape {
  readonly kind: "union";
  readonly branches: readonly Branch[];
  /** True: JavaScript can't tell the branches apart, so values are `{ [tag]: value }`; null stays bare. Never so in JSON Schema. */
  readonly wrapped: boolean;
}

export interface Branch {
  /** Avro's branch name: the type's name, full name for named types. */
  readonly tag: string;
  readonly shape: Shape;
}
