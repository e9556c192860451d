/**
 * Writes the corpus: `node generate.mjs --n 1000 --seed 7 --out DIR [--only avro,avro-inlined,jsonschema,jsonschema-inlined]`. Equal
 * numbers give equal bytes on every machine.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { modelOf } from "./model.mjs";

const arg = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const formats = arg("only", "avro,avro-inlined,jsonschema,jsonschema-inlined").split(",");
const out = arg("out", "corpus");
const { all, byName } = modelOf(Number(arg("n", 1000)), Number(arg("seed", 7)));

// ---- Avro
const LOGICAL = {
  "timestamp-millis": { type: "long", logicalType: "timestamp-millis" },
  date: { type: "int", logicalType: "date" },
  uuid: { type: "string", logicalType: "uuid" },
  decimal: { type: "bytes", logicalType: "decimal", precision: 18, scale: 4 },
};
function avro(t, seen) {
  // seen: null = keep refs by name; Set = inline at first use
  switch (t.k) {
    case "prim":
      return t.t;
    case "logical":
      return LOGICAL[t.t];
    case "ref": {
      const full = `${t.ns}.${t.name}`;
      if (!seen || seen.has(full)) return full;
      return avro(byName.get(full), seen);
    }
    case "array":
      return { type: "array", items: avro(t.items, seen) };
    case "map":
      return { type: "map", values: avro(t.values, seen) };
    case "nullable":
      return ["null", avro(t.of, seen)];
    case "union":
      return t.of.map((x) => avro(x, seen));
    case "enum": {
      const full = `${t.ns}.${t.name}`;
      if (seen) {
        if (seen.has(full)) return full;
        seen.add(full);
      }
      return { type: "enum", name: t.name, namespace: t.ns, ...(t.doc ? { doc: t.doc } : {}), symbols: t.symbols };
    }
    case "record": {
      const full = `${t.ns}.${t.name}`;
      if (seen) {
        if (seen.has(full)) return full;
        seen.add(full);
      }
      return {
        type: "record",
        name: t.name,
        namespace: t.ns,
        ...(t.doc ? { doc: t.doc } : {}),
        fields: t.fields.map((f) => ({
          name: f.name,
          type: avro(f.type, seen),
          ...(f.doc ? { doc: f.doc } : {}),
          ...(f.def !== undefined ? { default: f.def } : {}),
        })),
      };
    }
  }
}
// ---- JSON Schema (draft-07)
const nsPath = (ns) => ns.split(".").join("/");
const LJSON = {
  "timestamp-millis": { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  uuid: { type: "string", format: "uuid" },
  decimal: { type: "string", format: "decimal" },
};
const PJSON = {
  string: { type: "string" },
  int: { type: "integer" },
  long: { type: "integer" },
  float: { type: "number" },
  double: { type: "number" },
  boolean: { type: "boolean" },
  bytes: { type: "string", contentEncoding: "base64" },
};
// mode: {kind:'files', from:'<ns path>', defs, owner} | {kind:'bundle', defs, owner} | {kind:'components', defs}
function js(t, m) {
  switch (t.k) {
    case "prim":
      return PJSON[t.t];
    case "logical":
      return LJSON[t.t];
    case "array":
      return { type: "array", items: js(t.items, m) };
    case "map":
      return { type: "object", additionalProperties: js(t.values, m) };
    case "nullable": {
      const x = js(t.of, m);
      return typeof x.type === "string" && !x.$ref && !x.enum && x.type !== "object" && x.type !== "array"
        ? { ...x, type: [x.type, "null"] }
        : { anyOf: [x, { type: "null" }] };
    }
    case "union":
      return { oneOf: t.of.map((x) => js(x, m)) };
    case "ref":
    case "record":
    case "enum": {
      const full = `${t.ns}.${t.name}`,
        target = byName.get(full);
      const isTop = all.includes(target);
      if (m.kind === "files" && isTop) {
        if (full === m.owner) return { $ref: "#" };
        return { $ref: `${posix.relative(m.from, nsPath(t.ns)) + (m.from === nsPath(t.ns) ? "./" : "/")}${t.name}.json` };
      }
      if (m.kind === "bundle" && full === m.owner) return { $ref: "#" };
      if (!m.defs.has(t.name)) {
        m.defs.set(t.name, null);
        m.defs.set(t.name, jsBody(target, m));
      }
      return { $ref: `${m.prefix}${t.name}` };
    }
  }
}
function jsBody(t, m) {
  if (t.k === "enum") return { title: t.name, ...(t.doc ? { description: t.doc } : {}), type: "string", enum: t.symbols };
  const props = {};
  const required = [];
  for (const f of t.fields) {
    const b = js(f.type, m);
    props[f.name] =
      b.$ref && m.kind !== "components"
        ? b
        : { ...(f.doc ? { description: f.doc } : {}), ...b, ...(f.def !== undefined ? { default: f.def } : {}) };
    if (f.def === undefined) required.push(f.name);
  }
  return {
    title: t.name,
    ...(t.doc ? { description: t.doc } : {}),
    type: "object",
    additionalProperties: false,
    ...(required.length ? { required } : {}),
    properties: props,
  };
}

const writers = {
  avro: (t) => [`${t.name}.avsc`, avro(t, null)],
  "avro-inlined": (t) => [`${t.name}.avsc`, avro(t, new Set())],
  jsonschema: (t) => {
    const m = { kind: "files", from: nsPath(t.ns), owner: `${t.ns}.${t.name}`, defs: new Map(), prefix: "#/definitions/" };
    return [`${t.name}.json`, withDefinitions(jsBody(t, m), m)];
  },
  "jsonschema-inlined": (t) => {
    const m = { kind: "bundle", owner: `${t.ns}.${t.name}`, defs: new Map(), prefix: "#/definitions/" };
    return [`${t.name}.json`, withDefinitions(jsBody(t, m), m)];
  },
};

function withDefinitions(body, m) {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...body,
    ...(m.defs.size ? { definitions: Object.fromEntries(m.defs) } : {}),
  };
}

rmSync(out, { recursive: true, force: true });
for (const format of formats) {
  for (const t of all) {
    const [file, schema] = writers[format](t);
    const path = join(out, format, nsPath(t.ns), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  }
}
