import type { NamedType, Place, Shape } from "../event-model.js";
import type { SchemaSource } from "./source.js";

/** What a format's reader makes of its files. */
export interface ReadResult {
  readonly types: Map<string, NamedType>;
  /** One for each file, in the order given. */
  readonly schemas: readonly ReadSchema[];
}

/** One schema file, linked. */
export interface ReadSchema {
  readonly source: SchemaSource;
  readonly name: string;
  readonly doc?: string;
  readonly shape: Shape;
  /** Full names of the types that count as defined here. */
  readonly defines: readonly string[];
  readonly text: string;
  readonly place: Place;
  /** Files that its references lead into, where that can't be told from its types. */
  readonly uses?: readonly string[];
  /** What it gives as names and addresses; who else gives the same may have a say in what it is called. */
  readonly claims?: readonly string[];
}
