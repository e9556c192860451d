/** A file that belongs to the user: written once, then only added to. */
export interface StubFile {
  /** Below the folder of the stubs. */
  readonly path: string;
  readonly text: string;
  /** The topic file that asks for it. */
  readonly from: string;
  /** The topic's name on the broker. */
  readonly topic: string;
  readonly anchor: StubAnchor;
  /** The objects in it that hold one entry for each event. */
  readonly parts: readonly StubPart[];
}

/** How the objects are recognized in the user's file, whatever else has been done to it. */
export type StubAnchor =
  /** `defineProjection<…>()({ id: { … }, evolve: { … } })`. */
  | { readonly kind: "projection" }
  /** `handlers: <type><…> = { … }`, or the second argument of `<factory>(…)`. */
  | { readonly kind: "handlers"; readonly type: string; readonly factory: string };

export interface StubPart {
  readonly name: "id" | "evolve" | "handlers";
  readonly entries: readonly StubEntry[];
}

interface StubEntry {
  /** The event's name as a key. */
  readonly name: string;
  /** The whole entry as it stands in an object literal, without a comma. */
  readonly text: string;
}
