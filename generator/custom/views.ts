/**
 * What templates and artifacts of users are given: plain data, documented in docs/customising.md. A member may be added; one that changes
 * or goes is a new `viewVersion`. Texts are as the schema says them; what is called `comment`, `property` or `literal` is safe in TypeScript.
 */

/** A name that generated code exports, and its file below the output folder. */
export interface ExportView {
  readonly name: string;
  readonly module: string;
}

export interface FieldView {
  readonly name: string;
  /** The name as a member of a TypeScript type. */
  readonly property: string;
  /** The name as a TypeScript string. */
  readonly literal: string;
  readonly doc: string;
  /** `doc` on one line that can't end a comment. */
  readonly comment: string;
  /** TypeScript, as the generated type says it. */
  readonly type: string;
  /** Of the schema, without null: a primitive's name, a logical type's, or `record`, `enum`, `fixed`, `array`, `map`, `union`, `literal`. */
  readonly kind: string;
  readonly nullable: boolean;
  /** False where the field may be missing (JSON Schema). */
  readonly required: boolean;
  /** Exact JSON text. */
  readonly default: string | null;
  /** The first released version with this field, where that is not the first of all. */
  readonly since: number | null;
  readonly isKey: boolean;
  readonly isId: boolean;
  readonly isTime: boolean;
}

export interface EventView {
  readonly viewVersion: 1;
  /** As handlers call it: `OrderCreated`. */
  readonly name: string;
  /** The name as a TypeScript string. */
  readonly literal: string;
  /** `acme.orders.OrderCreated`. */
  readonly fullName: string;
  readonly doc: string;
  readonly comment: string;
  readonly format: "avro" | "json";
  readonly context: string;
  /** `schemas/orders/order-created.avsc`. */
  readonly file: string;
  /** That the work tree stands for. */
  readonly version: number;
  /** Ascending. */
  readonly released: readonly number[];
  readonly isReleased: boolean;
  readonly fingerprint: string;
  /** The topic's name; null for a schema without one. */
  readonly topic: string | null;
  readonly type: ExportView;
  readonly codec: ExportView | null;
  readonly fields: readonly FieldView[];
}

export interface TopicView {
  readonly viewVersion: 1;
  /** On the broker. */
  readonly name: string;
  readonly literal: string;
  /** Name, key, identity and owner on one line that can't end a comment. */
  readonly comment: string;
  readonly context: string;
  /** `schemas/orders/topic.yaml`. */
  readonly file: string;
  readonly owner: string | null;
  /** Field path with dots. */
  readonly key: string;
  /** Field path with dots, or `ce_id`. */
  readonly id: string;
  readonly idIn: "field" | "header";
  readonly time: string | null;
  readonly partitions: number;
  readonly subject: string;
  readonly compatibility: string;
  readonly retentionMs: number | null;
  readonly retry: {
    readonly attempts: number;
    readonly backoffMs: number;
    readonly maxMs: number;
    readonly jitter: string;
    readonly ordering: string;
  };
  readonly deadLetter: string;
  /** In front of the topic's types and of its values: `Orders`, `orders`. */
  readonly typePrefix: string;
  readonly valuePrefix: string;
  readonly producer: ExportView | null;
  readonly consumer: ExportView | null;
  readonly events: readonly EventView[];
}

export interface ModelView {
  readonly viewVersion: 1;
  readonly topics: readonly TopicView[];
  /** Events of all topics, and schemas without one that have a codec. */
  readonly events: readonly EventView[];
}
