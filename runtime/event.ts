/** The words that producers, consumers and projections share about one event. */

/** A value to publish: the fields `K` (identity, time, constants, fields with a default) may be left out and are filled in. */
export type New<T, K extends keyof T> = Kept<T, K> & { readonly [P in K]?: T[P] | undefined };

/** Of each member of a union by itself, index signatures kept. Apart from `New`, so that the compiler's messages name the type they are about. */
type Kept<T, K> = T extends unknown ? { readonly [P in keyof T as Exclude<P, K>]: T[P] } : never;

/** What a producer may say about an event beside its data; all of it travels in headers. */
export interface EventMeta {
  readonly correlationId?: string;
  readonly causationId?: string;
  /** CloudEvents `subject`. */
  readonly subject?: string;
  /** Further headers, UTF-8; a name starting with `ce_` is refused. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where an acknowledged event is. */
export interface Published {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** One event as a handler sees it. */
export interface Received<Name extends string, T> {
  readonly name: Name;
  readonly data: T;
  readonly id: string;
  /** CloudEvents `source`, or the topic where the identity is a field of the event. */
  readonly source: string;
  /** The event's own time; the record's timestamp where the topic names no time field. */
  readonly time: Date;
  /** The released version it was written with, where known. */
  readonly writerVersion?: number;
  readonly key: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly headers: ReadonlyMap<string, string>;
}

/** A tombstone: a record with a key and no value. */
export interface Deletion {
  readonly key: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly time: Date;
}
