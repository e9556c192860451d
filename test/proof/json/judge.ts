import { Ajv, MissingRefError } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Dialect } from "./random-schema.js";

export type Verdict = (document: unknown) => boolean;

const options = {
  strict: false,
  ownProperties: true,
  allErrors: true,
  logger: false,
  // Inlined into another file, a reference loses the file that it is relative to.
  inlineRefs: false,
  // A validator that is asked a dozen times need not be small.
  code: { optimize: false },
} as const;

// Making one costs more than most schemas do.
const judges = new Map<Dialect, Ajv>();

function judgeOf(dialect: Dialect): Ajv {
  const known = judges.get(dialect);
  if (known !== undefined) return known;
  const ajv = dialect === "draft-07" ? new Ajv(options) : dialect === "2019-09" ? new Ajv2019(options) : new Ajv2020(options);
  formats.default(ajv);
  judges.set(dialect, ajv);
  return ajv;
}

const base = "https://files.invalid/";

/** Judges by ajv, from the files as their authors wrote them; nothing for a file whose references ajv can't follow. @throws what ajv says of a folder that is wrong */
export function judgeFolder(files: ReadonlyMap<string, string>, dialect: Dialect): (path: string) => Verdict | undefined {
  const ajv = judgeOf(dialect);
  const addresses: string[] = [];
  for (const [path, text] of files) {
    const parsed: unknown = JSON.parse(renamed(text));
    const schema = parsed === true ? {} : parsed === false ? { not: {} } : parsed;
    if (typeof schema !== "object" || schema === null) continue;
    if ("$id" in schema) addresses.push(String(schema.$id));
    addresses.push(base + path);
    ajv.addSchema(located(schema, dialect), base + path);
  }
  const verdicts = new Map<string, Verdict>();
  try {
    for (const path of files.keys()) {
      const validate = compiled(ajv, base + path);
      if (validate !== undefined) verdicts.set(path, (document) => validate(JSON.parse(renamed(JSON.stringify(document)))) === true);
    }
  } finally {
    for (const address of addresses) ajv.removeSchema(address);
  }
  return (path) => verdicts.get(path);
}

/** What a reference means that leads to another file's reference is looked for in the wrong file. */
function compiled(ajv: Ajv, address: string) {
  try {
    return ajv.getSchema(address);
  } catch (error) {
    if (error instanceof MissingRefError) return undefined;
    throw error;
  }
}

/** ajv leaves a property named `__proto__` unjudged; under another name of nine characters it does not. */
export function renamed(text: string): string {
  return text.replaceAll("__proto__", "@@proto@@");
}

const maps = ["properties", "patternProperties", "definitions", "dependencies"];
const opaque = ["const", "enum", "default", "examples"];
const besideReference = ["$ref", "$schema", "definitions"];

/** ajv heeds what stands beside a `$ref` in draft-07, where the specification says that it is ignored. */
function located(schema: object, dialect: Dialect): object {
  return dialect === "draft-07" ? { ...Object(alone(schema, false)), ...("$id" in schema && { $id: schema.$id }) } : schema;
}

function alone(node: unknown, isMap: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => alone(item, false));
  if (typeof node !== "object" || node === null) return node;
  const copy = {};
  const isReference = !isMap && "$ref" in node && typeof node.$ref === "string";
  for (const [key, inner] of Object.entries(node)) {
    if (isReference && !besideReference.includes(key)) continue;
    const value: unknown = !isMap && opaque.includes(key) ? inner : alone(inner, !isMap && maps.includes(key));
    Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}
