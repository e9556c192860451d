import type { Diagnostic } from "../diagnostic.js";
import type { NamedType, Place, ReleasedVersion, Shape } from "../event-model.js";
import { fingerprintOf, readOne } from "./read-one.js";
import { type SchemaSource, startOf } from "./source.js";
import { surelyDiffer } from "./surely-differ.js";

interface Understood {
  readonly text: string;
  readonly fingerprint: string;
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
}

/**
 * A released file that is as it was listed, so that nobody needs to look into it before somebody asks.
 * Its members are accessors of the class, which freezing and copying do not see. They throw an Error for a file that can't be understood.
 */
export class LazyRelease implements ReleasedVersion {
  readonly version: number;
  readonly sum: string;
  readonly place: Place;
  readonly #read: () => SchemaSource;
  #understood: Understood | undefined;
  #fingerprint: string | undefined;

  constructor(path: string, version: number, more: { readonly sum: string; readonly read: () => SchemaSource }) {
    this.#read = more.read;
    this.version = version;
    this.sum = more.sum;
    this.place = startOf(path);
  }

  get written(): string {
    return this.#read().text;
  }

  get text(): string {
    return this.#look().text;
  }

  get fingerprint(): string {
    this.#fingerprint ??= this.#look().fingerprint;
    return this.#fingerprint;
  }

  get shape(): Shape {
    return this.#look().shape;
  }

  get types(): ReadonlyMap<string, NamedType> {
    return this.#look().types;
  }

  /** Whether it is this schema, told without understanding it where it was written as releases are. */
  isSame(schema: { readonly text: string; readonly fingerprint: string }): boolean {
    if (this.#fingerprint === undefined && compact(this.written) === schema.text) this.#fingerprint = schema.fingerprint;
    if (this.#fingerprint === undefined && surelyDiffer(this.written, schema.text)) return false;
    return this.fingerprint === schema.fingerprint;
  }

  #look(): Understood {
    if (this.#understood !== undefined) return this.#understood;
    const faults: Diagnostic[] = [];
    const read = readOne(this.#read(), faults);
    const wrong = faults.find((fault) => fault.severity === "error");
    if (read === undefined || wrong !== undefined) {
      const { path, line, column } = wrong?.place ?? this.place;
      throw new Error(`${path}:${line}:${column}: ${wrong?.message ?? "it can't be read"}`);
    }
    const { text, shape, types } = read;
    this.#understood = { text, fingerprint: fingerprintOf(text), shape, types };
    return this.#understood;
  }
}

/** The platform reads numbers as doubles and sorts keys that are numbers; such text differs then, and is understood instead. */
function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}
