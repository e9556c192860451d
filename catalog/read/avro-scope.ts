import type { Diagnostic } from "../diagnostic.js";
import type { LogicalShape } from "../event-model.js";
import { logicalOnFixed } from "./avro-logical.js";
import { checkFullName, qualify, splitName } from "./avro-names.js";
import { type JsonNode, type JsonObject, memberOf, stringOf } from "./json-text.js";
import { reporter, type SchemaSource } from "./source.js";

/** One place where a named type is defined. */
export interface Definition {
  readonly name: string;
  readonly kind: "record" | "enum" | "fixed";
  readonly node: JsonObject;
  readonly file: SchemaSource;
  readonly isRoot: boolean;
  readonly logical?: LogicalShape;
}

/** All named types of a set of Avro files. */
export interface AvroScope {
  /** The definition that counts, by full name. */
  readonly types: ReadonlyMap<string, Definition>;
  /** Every definition, repeated ones too, in the order of the files. */
  readonly definitions: readonly Definition[];
  readonly byNode: ReadonlyMap<JsonNode, Definition>;
  /** What each name in type position means; filled while shapes are made. */
  readonly references: Map<JsonNode, Definition>;
  /** Texts of fields without named types: a shared record is written out in every schema that uses it. */
  readonly fieldTexts: Map<JsonNode, string>;
  readonly diagnostics: Diagnostic[];
  /** Set once a text nests too deep: those of its neighbours in the chain would only cost time to say the same. */
  readonly found: { tooDeep: boolean };
}

/** A parsed Avro file. */
export interface AvroFile {
  readonly source: SchemaSource;
  readonly root: JsonNode;
}

/** Finds every named type of the files, so that the order of files never matters. */
export function declareTypes(files: readonly AvroFile[], diagnostics: Diagnostic[]): AvroScope {
  const types = new Map<string, Definition>();
  const definitions: Definition[] = [];
  const byNode = new Map<JsonNode, Definition>();
  const add = (definition: Definition) => {
    definitions.push(definition);
    byNode.set(definition.node, definition);
    const known = types.get(definition.name);
    if (known === undefined || (definition.isRoot && !known.isRoot)) types.set(definition.name, definition);
  };
  for (const { source, root } of files) {
    new Declarer(source, root, diagnostics, add).walk(root, "");
  }
  return { types, definitions, byNode, references: new Map(), fieldTexts: new Map(), diagnostics, found: { tooDeep: false } };
}

/** The kind that a schema object's `type` names, when it defines a named type. */
function namedKindOf(node: JsonNode): Definition["kind"] | undefined {
  const type = stringOf(node, "type");
  if (type === "error") return "record";
  return type === "record" || type === "enum" || type === "fixed" ? type : undefined;
}

class Declarer {
  readonly #file: SchemaSource;
  readonly #root: JsonNode;
  readonly #diagnostics: Diagnostic[];
  readonly #add: (definition: Definition) => void;

  constructor(file: SchemaSource, root: JsonNode, diagnostics: Diagnostic[], add: (definition: Definition) => void) {
    this.#file = file;
    this.#root = root;
    this.#diagnostics = diagnostics;
    this.#add = add;
  }

  walk(node: JsonNode | undefined, namespace: string): void {
    if (node?.kind === "array") for (const branch of node.items) this.walk(branch, namespace);
    if (node?.kind !== "object") return;
    const kind = namedKindOf(node);
    if (kind !== undefined) this.#declare(node, kind, namespace);
    else {
      this.walk(memberOf(node, "type"), namespace);
      this.walk(memberOf(node, "items"), namespace);
      this.walk(memberOf(node, "values"), namespace);
    }
  }

  #declare(node: JsonObject, kind: Definition["kind"], namespace: string): void {
    const report = reporter(this.#file, this.#diagnostics);
    const nameNode = memberOf(node, "name");
    let inner = namespace;
    const space = memberOf(node, "namespace");
    if (space !== undefined && space.kind !== "string") report("SCHEMA_INVALID", space, "a namespace is a string");
    if (nameNode === undefined) {
      report("SCHEMA_INVALID", { at: node.at, length: 1 }, `this ${kind} has no name`, { hint: 'Add "name"' });
    } else if (nameNode.kind !== "string") {
      report("SCHEMA_INVALID", nameNode, "a name is a string");
    } else {
      const name = qualify(nameNode.value, stringOf(node, "namespace") ?? namespace);
      checkFullName(name, nameNode, report);
      inner = splitName(name).namespace;
      const logical = kind === "fixed" ? logicalOnFixed(node) : undefined;
      this.#add({ name, kind, node, file: this.#file, isRoot: node === this.#root, ...(logical && { logical }) });
    }
    const fields = memberOf(node, "fields");
    if (kind === "record" && fields?.kind === "array") for (const field of fields.items) this.walk(memberOf(field, "type"), inner);
  }
}
