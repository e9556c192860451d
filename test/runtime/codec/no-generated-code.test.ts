import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const at = (path: string) => JSON.stringify(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));

const byHand = `
  import { defineAvroCodec } from ${at("runtime/codec/avro.ts")};
  const text = (type) => JSON.stringify({ type: "record", name: "R", fields: [
    { name: "a", type: ["null", type, { type: "record", name: "Q", fields: [] }] },
    { name: "t", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "m", type: { type: "map", values: { type: "array", items: { type: "enum", name: "E", symbols: ["X"] } } } },
  ] });
  const own = { name: "R", version: 1, fingerprint: "", writers: [] };
  const payload = defineAvroCodec({ ...own, schema: text("int") }).encode({ a: 5, t: new Date(7), m: { k: ["X"] } });
  const read = defineAvroCodec({ ...own, schema: text("long") }).decode(payload, text("int"));
`;

/** Every generated codec of this repository, and every schema of the golden cases, with samples of their own. */
const everyCodec = `
  import { readdirSync } from "node:fs";
  import { loadCatalog } from ${at("catalog/index.ts")};
  import { defineAvroCodec } from ${at("runtime/codec/avro.ts")};
  import { defineJsonCodec } from ${at("runtime/codec/json.ts")};
  import { avroSample } from ${at("runtime/testing/samples-avro.ts")};
  import { jsonSampler } from ${at("runtime/testing/samples-json.ts")};
  const folders = ["schemas", ...readdirSync("test/golden").map((name) => "test/golden/" + name + "/schemas")];
  const read = { avro: 0, json: 0, older: 0, generating: 0 };
  // Whether a codec is right is judged elsewhere; here only whether it makes code.
  const attempt = (act) => {
    try { act(); } catch (error) { if (error instanceof EvalError) read.generating += 1; }
  };
  for (const schemas of folders) {
    const { model } = await loadCatalog({ schemas, cwd: process.cwd() });
    for (const { format, text, released } of model?.schemas ?? []) {
      const codec = (schema) => {
        const writers = released.map(({ version, fingerprint, text }) => ({ version, fingerprint, schema: text }));
        const definition = { name: "R", version: 99, fingerprint: "", schema, writers };
        return format === "avro" ? defineAvroCodec(definition) : defineJsonCodec(definition);
      };
      attempt(() => {
        const sample = (format === "avro" ? avroSample : jsonSampler)(text);
        for (let index = 0; index < 5; index += 1) {
          const event = sample(1, index);
          if (event === undefined) continue;
          codec(text).decode(codec(text).encode(event));
          read[format] += 1;
        }
      });
      for (const { version, text: old } of format === "avro" ? released : []) {
        attempt(() => {
          codec(text).decode(codec(old).encode(avroSample(old)(1, 0)), version);
          read.older += 1;
        });
      }
    }
  }
`;

function runStrictly(script: string): unknown {
  const ending = `
    let strict = false;
    try { new Function("return 1"); } catch { strict = true; }
    console.log(JSON.stringify({ strict, read }));
  `;
  const flags = ["--disallow-code-generation-from-strings", "--import", "tsx", "--input-type=module", "--eval", script + ending];
  const out = execFileSync(process.execPath, flags, {
    encoding: "utf8",
    timeout: 60_000,
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
  });
  return JSON.parse(out);
}

describe("where code from strings is forbidden", () => {
  it("the Avro codec works", () => {
    expect(runStrictly(byHand)).toEqual({ strict: true, read: { a: 5, t: "1970-01-01T00:00:00.007Z", m: { k: ["X"] } } });
  });

  it("so do the codecs of every schema of this repository, in both formats, also for what older versions wrote", () => {
    const { strict, read } = runStrictly(everyCodec) as { strict: boolean; read: Record<string, number> };
    expect(strict).toBe(true);
    expect(read.generating).toBe(0);
    expect(read.avro).toBeGreaterThan(30);
    expect(read.json).toBeGreaterThan(10);
    expect(read.older).toBeGreaterThan(2);
  }, 60_000);
});
