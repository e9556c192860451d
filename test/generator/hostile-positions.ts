/** Hostile words, and every place of a schema folder where a word can stand. */

/** A schema folder: paths and contents, JSON unless a string. */
export type Folder = Readonly<Record<string, string | object>>;

/** Each would run, escape, or change a prototype in a generator that pastes text. */
export const payloads: Readonly<Record<string, string>> = {
  comment: "*/ globalThis.pwned = 1; /*",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a generator that prints template strings would run it.
  template: "` + (globalThis.pwned = 1) + `${globalThis.pwned = 1}",
  double: '" + (globalThis.pwned = 1) + "',
  single: "' + (globalThis.pwned = 1) + '",
  backslash: '\\" + (globalThis.pwned = 1) // \\',
  newline: "x\nglobalThis.pwned = 1;\r\u2028globalThis.pwned = 1;\u2029//",
  statement: "x; globalThis.pwned = 1; function x() {}",
  expression: "[globalThis.pwned=1]",
  mustache: "{{{lookup this 'constructor'}}}{{#each this}}{{/each}}{{!--",
  replacement: "$& $` $' $1 $<x> $$",
  directive: "@ts-nocheck # sourceMappingURL=data:text/javascript,globalThis.pwned=1",
  markup: "</script><script>globalThis.pwned=1</script>",
  invisible: "\u0000\u202e\ufeff\ud800globalThis.pwned=1",
  path: "../../../escape",
  proto: "__proto__",
  constructor: "constructor",
  prototype: "prototype",
};

/** One position: the folder that holds the word there. */
export const positions: Readonly<Record<string, (word: string) => Folder>> = {
  "avro doc": (doc) => event({ doc }),
  "avro name": (name) => event({ name }),
  "avro namespace": (namespace) => event({ namespace }),
  "avro alias": (alias) => event({ aliases: [alias] }),
  "avro unknown property": (word) => event({ [word]: word, extra: { [word]: word } }),
  "avro field name": (name) => event({}, { name, type: "string" }),
  "avro field doc": (doc) => event({}, { name: "x", type: "string", doc }),
  "avro field alias": (alias) => event({}, { name: "x", type: "string", aliases: [alias] }),
  "avro field order": (order) => event({}, { name: "x", type: "string", order }),
  "avro string default": (word) => event({}, { name: "x", type: "string", default: word }),
  "avro bytes default": (word) => event({}, { name: "x", type: "bytes", default: word }),
  "avro map default": (word) => event({}, { name: "x", type: { type: "map", values: "string" }, default: { [word]: word } }),
  "avro type name": (type) => event({}, { name: "x", type }),
  "avro logical type": (logicalType) => event({}, { name: "x", type: { type: "string", logicalType } }),
  "avro enum symbol": (word) => event({}, { name: "x", type: { type: "enum", name: "E", symbols: ["A", word] } }),
  "avro enum default": (word) => event({}, { name: "x", type: { type: "enum", name: "E", symbols: ["A"], default: word } }),
  "avro enum doc": (doc) => event({}, { name: "x", type: { type: "enum", name: "E", symbols: ["A"], doc } }),
  "avro fixed name": (name) => event({}, { name: "x", type: { type: "fixed", name, size: 2 } }),
  "avro union branch": (name) => event({}, { name: "x", type: ["null", "string", { type: "enum", name, symbols: ["A"] }] }),
  "json $id": ($id) => document({ $id }),
  "json $schema": ($schema) => document({ $schema }),
  "json title": (title) => document({ title }),
  "json description": (description) => document({ description }),
  "json $comment": ($comment) => document({ $comment }),
  "json $anchor": ($anchor) => document({ $anchor }),
  "json $ref": ($ref) => property({ $ref }),
  "json property name": (word) => document({ properties: { id: { type: "string" }, [word]: { type: "string" } } }),
  "json required": (word) => document({ required: ["id", word] }),
  "json dependentRequired": (word) => document({ dependentRequired: { [word]: [word] } }),
  "json definition": (word) => document({ $defs: { [word]: { type: "object", title: word } } }),
  "json definition in use": (word) => ({
    ...document({
      $defs: { [word]: { type: "object", properties: { [word]: { const: word } } } },
      properties: { x: { $ref: `#/$defs/${encodeURIComponent(wellFormed(word)).replaceAll("~", "~0")}` } },
    }),
  }),
  "json unknown keyword": (word) => document({ [word]: word }),
  "json type": (type) => property({ type }),
  "json enum": (word) => property({ enum: [word, { [word]: word }, [word]] }),
  "json const": (word) => property({ const: word }),
  "json object const": (word) => property({ const: { [word]: [word] } }),
  "json default": (word) => property({ type: "string", default: word }),
  "json examples": (word) => property({ type: "string", examples: [word] }),
  "json format": (format) => property({ type: "string", format }),
  "json pattern": (pattern) => property({ type: "string", pattern }),
  "json patternProperties": (word) => property({ type: "object", patternProperties: { [word]: { description: word } } }),
  "json discriminator": (word) =>
    property({
      oneOf: [{ title: word, properties: { kind: { const: word } }, required: ["kind"] }, { properties: { kind: { const: 1 } } }],
    }),
  "topic name": (topic) => topicOf({ topic }),
  "topic owner": (owner) => topicOf({ owner }),
  "topic key": (key) => topicOf({ key }),
  "topic id": (id) => topicOf({ id }),
  "topic time": (time) => topicOf({ time }),
  "topic subject": (subject) => topicOf({ subject }),
  "topic compatibility": (compatibility) => topicOf({ compatibility }),
  "topic retention": (retention) => topicOf({ retention }),
  "topic retry": (backoff) => topicOf({ retry: { attempts: 2, backoff } }),
  "topic dead letter": (deadLetter) => topicOf({ deadLetter }),
  "topic projection": (word) => topicOf({ projections: [word] }),
  "topic unknown key": (word) => topicOf({ [word]: word }),
  "file name": (word) => ({ [`ctx/${fileName(word)}.avsc`]: avro({}) }),
  "json file name": (word) => ({ [`ctx/${fileName(word)}.schema.json`]: json({ title: undefined }) }),
  "folder name": (word) => ({ [`${fileName(word)}/a.avsc`]: avro({}), [`${fileName(word)}/topic.yaml`]: yaml({}) }),
  "not JSON": (word) => ({ "ctx/a.avsc": word, "ctx/b.schema.json": word, "ctx/topic.yaml": word }),
};

const idField = { name: "id", type: "string" };

function avro(over: object, ...fields: readonly object[]): object {
  return { type: "record", name: "Thing", namespace: "acme", fields: [idField, ...fields], ...over };
}

function json(over: object): object {
  const base = { $schema: "https://json-schema.org/draft/2020-12/schema", title: "acme.Thing", type: "object" };
  return { ...base, properties: { id: { type: "string" } }, required: ["id"], ...over };
}

function yaml(over: object): string {
  return JSON.stringify({ topic: "things", key: "id", id: "id", partitions: 1, compatibility: "NONE", ...over });
}

function event(over: object, ...fields: readonly object[]): Folder {
  return { "ctx/thing.avsc": avro(over, ...fields), "ctx/topic.yaml": yaml({}) };
}

function document(over: object): Folder {
  return { "ctx/thing.schema.json": json(over), "ctx/topic.yaml": yaml({}) };
}

function property(schema: object): Folder {
  return document({ properties: { id: { type: "string" }, x: schema } });
}

function topicOf(over: object): Folder {
  return { "ctx/thing.avsc": avro({}), "ctx/topic.yaml": yaml(over) };
}

/** As near as a file system lets the word come; behind a dot it would be hidden. */
function fileName(word: string): string {
  return wellFormed(word.replace(/^\.+/, "")).replaceAll("/", "\u2215").replaceAll("\u0000", "").slice(0, 60);
}

/** Half of a surrogate pair has no way into a URL or a file's name. */
function wellFormed(word: string): string {
  return Buffer.from(word, "utf8").toString("utf8");
}
