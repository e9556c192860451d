/** All schemas that were ever asked about, each once: its number, what it says of each type, what is known of conjunctions. */
import { compileRow } from "./compile/row.js";
import type { Row, Spot } from "./compile/site.js";
import { Document } from "./document.js";
import { Atoms } from "./formula/atoms.js";
import { type Formula, Formulas, type Handle } from "./formula/formula.js";
import { isObject, type JsonType } from "./value.js";

interface Entry extends Spot {
  row?: Row;
}

/** The memory of one engine. */
export class Pool {
  readonly formulas = new Formulas();
  readonly atoms = new Atoms(this.formulas);
  readonly #numbers = new Map<string, number>();
  readonly #entries: Entry[] = [];
  readonly #byKey = new Map<string, Handle>();
  readonly #documents = new Map<string, Document>();

  constructor() {
    this.handle({ schema: true, doc: this.open("true"), withFormats: false });
  }

  /** Grows with what was asked; a pool that is too large is thrown away. */
  get size(): number {
    return this.#entries.length + this.formulas.size + this.#numbers.size;
  }

  /** The document of a text, parsed once. @throws SyntaxError */
  open(text: string): Document {
    const known = this.#documents.get(text);
    if (known !== undefined) return known;
    const opened = new Document(JSON.parse(text), this.#numbers);
    this.#documents.set(text, opened);
    return opened;
  }

  /** The number of a schema. */
  handle(spot: Spot): Handle {
    const { schema, doc, withFormats } = spot;
    if (schema === true) return this.#fixed(spot);
    if (schema === false) return -1;
    if (isObject(schema) && schema.not !== undefined && Object.keys(schema).length === 1)
      return -this.handle({ ...spot, schema: schema.not });
    const key = `${withFormats ? "+" : ""}${doc.keyOf(schema)}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const number = this.#entries.push({ ...spot });
    this.#byKey.set(key, number);
    return number;
  }

  /** What a schema, or a schema's negation, says of each type. @throws Undecided */
  form(handle: Handle, type: JsonType): Formula {
    const entry = this.#entries[Math.abs(handle) - 1];
    if (entry === undefined) throw new Error(`no schema has the number ${handle}`);
    entry.row ??= compileRow(this, entry);
    return handle > 0 ? entry.row[type] : this.formulas.not(entry.row[type]);
  }

  #fixed(spot: Spot): Handle {
    if (this.#entries.length === 0) this.#entries.push(spot);
    return 1;
  }
}
