import { splitName } from "./avro-names.js";
import { refuseCycles } from "./json-schema-cycles.js";
import { type Lead, refuseOverridden } from "./json-schema-dynamic.js";
import { membersOf } from "./json-schema-keywords.js";
import { type Meaning, resolveReference } from "./json-schema-refs.js";
import type { JsonFile, JsonIndex } from "./json-schema-scope.js";
import { type JsonNode, memberOf, renderJson, stringOf } from "./json-text.js";
import { fileNameOfType, pascal } from "./root-name.js";
import { placeOf, reporter, type Span } from "./source.js";

/** A schema that has a name: a root, an entry of `$defs`, or whatever else a reference means. */
export interface NamedSchema {
  readonly name: string;
  readonly file: JsonFile;
  readonly node: JsonNode;
  /** What to point at: the key, or the beginning of the root. */
  readonly span: Span;
  /** Its key in the file's own `$defs`. */
  readonly key?: string;
}

/** Every named schema of a set of files, and what each reference means. */
export interface JsonScope extends JsonIndex {
  readonly named: ReadonlyMap<string, NamedSchema>;
  readonly byNode: ReadonlyMap<JsonNode, NamedSchema>;
  /** By the text of the reference. */
  readonly meanings: ReadonlyMap<JsonNode, NamedSchema>;
}

/** Every name and address that a file gives, before it is known which of them are its own. */
export function claimsOf(files: readonly JsonFile[], byId: JsonIndex["byId"]): ReadonlyMap<JsonFile, readonly string[]> {
  const claims = new Map(files.map((file) => [file, [rootName(file), ...entriesOf(file).map(({ name }) => name)]]));
  for (const [id, { file }] of byId) claims.get(file)?.push(`#${id}`);
  return claims;
}

const dotted = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

/** Gives names: by what the files say, never by counting, so that a file's names don't depend on the order of files. */
export function nameSchemas(index: JsonIndex): JsonScope {
  const namer = new Namer(index);
  for (const file of index.files) namer.add({ name: rootName(file), file, node: file.root, span: { at: file.root.at, length: 1 } });
  namer.addEntries(index.files.flatMap(entriesOf));
  const meanings = new Map<JsonNode, NamedSchema>();
  const leads: Lead[] = [];
  for (const reference of index.references) {
    const meaning = resolveReference(reference, index);
    if (meaning === undefined) continue;
    index.add(meaning.node, meaning.resource);
    const named = namer.byNode.get(meaning.node) ?? namer.addPart(meaning);
    meanings.set(reference.ref, named);
    leads.push({ reference, to: meaning.resource });
  }
  refuseOverridden(leads, index.diagnostics);
  refuseCycles(index, meanings);
  return { ...index, named: namer.named, byNode: namer.byNode, meanings };
}

class Namer {
  readonly named = new Map<string, NamedSchema>();
  readonly byNode = new Map<JsonNode, NamedSchema>();
  readonly #index: JsonIndex;

  constructor(index: JsonIndex) {
    this.#index = index;
  }

  add(schema: NamedSchema, isKnownSame = false): NamedSchema {
    const known = this.named.get(schema.name);
    if (known !== undefined && !isKnownSame && !isSame(known, schema)) {
      reporter(schema.file.source, this.#index.diagnostics)(
        "SCHEMA_DUPLICATE_NAME",
        schema.span,
        `${schema.name} is defined twice, in two shapes`,
        {
          hint: "Give one of them another title, key or file name",
          related: placeOf(known.file.source, known.span),
        },
      );
    }
    if (known === undefined) this.named.set(schema.name, schema);
    this.byNode.set(schema.node, known ?? schema);
    return known ?? schema;
  }

  /** Names what a reference means and nothing else names: by the steps that lead to it, all of them where the telling ones are not enough. */
  addPart({ resource, node, steps }: Meaning): NamedSchema {
    const root = rootName(resource.file);
    const schema = (name: string): NamedSchema => ({ name, file: resource.file, node, span: node });
    const short = schema(`${root}${partWords(steps)}`);
    const known = this.named.get(short.name);
    return this.add(known === undefined || isSame(known, short) ? short : schema(`${root}/${steps.join("/")}`));
  }

  /** Entries whose short form would mean different things are named after their file's root instead. */
  addEntries(entries: readonly NamedSchema[]): void {
    const groups = new Map<string, NamedSchema[]>();
    for (const entry of entries) {
      const group = groups.get(entry.name);
      if (group === undefined) groups.set(entry.name, [entry]);
      else group.push(entry);
    }
    const shared = sharedGroups(groups, this.named);
    for (const [name, group] of groups) {
      // Two keys of one file that read alike stay apart by their own letters.
      const alike = new Set(group.map((entry) => entry.file)).size < group.length;
      const last = ({ key = "" }: NamedSchema) => (alike && !key.includes(".") ? key : splitName(name).shortName);
      const qualified = (entry: NamedSchema) => ({ ...entry, name: `${rootName(entry.file)}.${last(entry)}` });
      for (const entry of group) this.add(shared.has(name) ? entry : qualified(entry), shared.has(name));
    }
  }
}

/** The names whose entries all say the same: equal text, and every reference in it to an entry of which that is true as well. */
function sharedGroups(groups: ReadonlyMap<string, readonly NamedSchema[]>, roots: ReadonlyMap<string, NamedSchema>): ReadonlySet<string> {
  const candidates = new Map<string, readonly string[]>();
  for (const [name, [first, ...others]] of groups) {
    if (first === undefined || roots.has(name)) continue;
    const text = renderJson(first.node);
    if (others.length > 0 && !others.every((entry) => renderJson(entry.node) === text)) continue;
    const references = others.length === 0 ? [] : [...text.matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1] ?? "");
    candidates.set(name, references);
  }
  const isShared = (reference: string, name: string) => {
    const key = /^#\/(?:\$defs|definitions)\/(\w+)$/.exec(reference)?.[1];
    return key !== undefined && candidates.has(join(splitName(name).namespace, key));
  };
  for (let before = -1; before !== candidates.size; ) {
    before = candidates.size;
    for (const [name, references] of candidates) if (!references.every((it) => isShared(it, name))) candidates.delete(name);
  }
  return new Set(candidates.keys());
}

function rootName({ root, source }: JsonFile): string {
  const title = stringOf(root, "title");
  return title !== undefined && dotted.test(title) ? title : fileNameOfType(source);
}

function entriesOf(file: JsonFile): readonly NamedSchema[] {
  const { namespace } = splitName(rootName(file));
  const members = ["$defs", "definitions"].flatMap((keyword) => membersOf(memberOf(file.root, keyword)));
  return members.map((member) => ({
    name: dotted.test(member.key) ? member.key : join(namespace, pascal(member.key)),
    file,
    node: member.value,
    span: member,
    key: member.key,
  }));
}

const silent = ["properties", "$defs", "definitions"];

function partWords(steps: readonly string[]): string {
  const telling = steps.filter((step) => !silent.includes(step));
  return (telling.length > 0 ? telling : steps).map((step) => (step === "items" ? "Item" : pascal(step))).join("");
}

function isSame(one: NamedSchema, other: NamedSchema): boolean {
  if (one.node === other.node) return true;
  const text = renderJson(one.node);
  return text === renderJson(other.node) && !text.includes('"$ref"');
}

function join(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}.${name}`;
}
