import { Ajv } from "ajv";
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

/** Judges by ajv, from the files as their authors wrote them; asks nothing of ours. @throws what ajv says of a folder that is wrong */
export function judgeFolder(files: ReadonlyMap<string, string>, dialect: Dialect): (path: string) => Verdict {
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
      const validate = ajv.getSchema(base + path);
      if (validate === undefined) throw new Error(`ajv knows nothing of ${path}`);
      verdicts.set(path, (document) => validate(JSON.parse(renamed(JSON.stringify(document)))) === true);
    }
  } finally {
    for (const address of addresses) ajv.removeSchema(address);
  }
  return (path) => {
    const verdict = verdicts.get(path);
    if (verdict === undefined) throw new Error(`${path} was not judged`);
    return verdict;
  };
}

/** ajv leaves a property named `__proto__` unjudged; under another name of nine characters it does not. */
export function renamed(text: string): string {
  return text.replaceAll("__proto__", "@@proto@@");
}

/** ajv heeds what stands beside a `$ref` in draft-07, where the specification says that it is ignored. */
function located(schema: unknown, dialect: Dialect): object {
  const alone = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(alone);
    if (typeof node !== "object" || node === null) return node;
    const own: Record<string, unknown> = { ...node };
    if (typeof own.$ref === "string")
      return Object.fromEntries(
        Object.entries(own)
          .filter(([key]) => ["$ref", "$schema", "definitions"].includes(key))
          .map(([key, value]) => [key, alone(value)]),
      );
    const copy: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(own)) {
      const opaque = ["const", "enum", "default", "examples"].includes(key);
      Object.defineProperty(copy, key, { value: opaque ? value : alone(value), enumerable: true, writable: true, configurable: true });
    }
    return copy;
  };
  const found = dialect === "draft-07" ? alone(schema) : schema;
  if (typeof found !== "object" || found === null) throw new Error("a schema is an object");
  return found;
}
