import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const codec = fileURLToPath(new URL("../../../runtime/codec/avro.ts", import.meta.url));
const script = `
  import { defineAvroCodec } from ${JSON.stringify(codec)};
  const text = (type) => JSON.stringify({ type: "record", name: "R", fields: [
    { name: "a", type: ["null", type, { type: "record", name: "Q", fields: [] }] },
    { name: "t", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "m", type: { type: "map", values: { type: "array", items: { type: "enum", name: "E", symbols: ["X"] } } } },
  ] });
  const own = { name: "R", version: 1, fingerprint: "", writers: [] };
  const payload = defineAvroCodec({ ...own, schema: text("int") }).encode({ a: 5, t: new Date(7), m: { k: ["X"] } });
  const read = defineAvroCodec({ ...own, schema: text("long") }).decode(payload, text("int"));
  let strict = false;
  try { new Function("return 1"); } catch { strict = true; }
  console.log(JSON.stringify({ strict, read }));
`;

it("the Avro codec works where code from strings is forbidden", () => {
  const flags = ["--disallow-code-generation-from-strings", "--import", "tsx", "--input-type=module", "--eval", script];
  const out = execFileSync(process.execPath, flags, {
    encoding: "utf8",
    timeout: 15_000,
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
  });
  expect(JSON.parse(out)).toEqual({ strict: true, read: { a: 5, t: "1970-01-01T00:00:00.007Z", m: { k: ["X"] } } });
});
