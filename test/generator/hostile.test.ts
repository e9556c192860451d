import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { EventModel, Place, RecordType, SchemaModel, TopicModel } from "../../catalog/index.js";
import { compareOutput, generate } from "../../generator/index.js";
import { compile, generated, repository, temporaryFolder, writeTree } from "./kit.js";

const payload = `*/ globalThis.pwned=1; /* \` \${globalThis.pwned=1} "+(globalThis.pwned=1)+" '+(globalThis.pwned=1)+' \u2028globalThis.pwned=1;\n//`;

/** Imports every module of a folder in a fresh process, where the door is a stand-in; answers what the schema text did there. */
function pwned(folder: string): string {
  const script = `
    import { readdirSync } from "node:fs";
    import { registerHooks, register } from "node:module";
    for (const path of readdirSync(".", { recursive: true })) if (/\\.(codec|topic|producer|consumer|type)\\.ts$|index\\.ts$/.test(path)) await import("./" + path);
    process.stdout.write(String(globalThis.pwned ?? globalThis.__pwned ?? "clean"));`;
  writeTree(
    folder,
    new Map([
      ["package.json", '{ "type": "module" }'],
      ["node_modules/eventwright/package.json", '{ "name": "eventwright", "type": "module", "exports": { "./gen": "./gen.js" } }'],
      [
        "node_modules/eventwright/gen.js",
        "const same = (value) => value;\nexport { same as defineAvroCodec, same as defineJsonCodec, same as defineTopic, same as createProducer, same as createConsumer };",
      ],
      ["run.mjs", script.replace(/import \{ registerHooks.*\n/, "")],
    ]),
  );
  return execFileSync(
    process.execPath,
    ["--import", pathToFileURL(join(repository, "node_modules/tsx/dist/esm/index.mjs")).href, "run.mjs"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
}

test("no schema text runs: the hostile schemas, imported", async () => {
  const folder = temporaryFolder();
  writeTree(folder, await generated("test/golden/hostile/schemas"));
  expect(pwned(folder)).toBe("clean");
}, 30_000);

test("the check sees what does run", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "bad.type.ts"), "globalThis.pwned = 1;\nexport {};\n");
  expect(pwned(folder)).toBe("1");
}, 30_000);

test("a model whose every word is hostile yields code that compiles and does nothing", async () => {
  const folder = temporaryFolder();
  const output = generate(hostileModel());
  writeTree(folder, new Map(output.files.map((file) => [file.path, file.text])));
  expect(compile(folder)).toEqual([]);
  expect(pwned(folder)).toBe("clean");
}, 60_000);

test("no path leads out of the output folder", async () => {
  const model = hostileModel();
  const output = generate(model);
  for (const { path } of [...output.files, ...output.stubs]) expect(path).toMatch(/^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/);
  const folder = temporaryFolder();
  const file = { path: "../escape.ts", text: "", from: "x" };
  expect(() => compareOutput(folder, [file])).toThrow(/OUTPUT_UNWRITABLE.*outside/);
});

/** One topic with one event, as no catalog would let it pass. */
function hostileModel(): EventModel {
  const place: Place = { path: `schemas/${payload}/../../../x.avsc`, line: 1, column: 1, length: 0 };
  const name = `acme.${payload}`;
  const named = { name, shortName: payload, namespace: "acme", doc: payload, aliases: [], place, file: place.path };
  const field = { doc: payload, required: true, defaultText: JSON.stringify(payload), aliases: [payload], place };
  const record: RecordType = {
    ...named,
    kind: "record",
    additional: false,
    fields: [
      { ...field, name: payload, shape: { kind: "string", format: payload } },
      { ...field, name: "__proto__", shape: { kind: "literal", values: [payload] } },
      {
        ...field,
        name: "union",
        shape: { kind: "union", wrapped: true, branches: [payload, "b"].map((tag) => ({ tag, shape: { kind: "int" } as const })) },
      },
    ],
  };
  const schema: SchemaModel = {
    name,
    shortName: payload,
    format: "avro",
    context: `../../${payload}`,
    place,
    doc: payload,
    shape: { kind: "ref", name },
    defines: [name],
    text: JSON.stringify({ doc: payload, more: payload.repeat(4) }),
    fingerprint: payload,
    released: [],
    version: 1,
    isEvent: true,
  };
  const topic: TopicModel = {
    context: schema.context,
    place: { ...place, path: "schemas/x/topic.yaml" },
    topic: payload,
    owner: payload,
    key: [payload],
    partitions: 1,
    subject: "topic",
    compatibility: "FULL",
    id: { kind: "field", path: [payload] },
    time: [payload],
    retry: { attempts: 1, backoffMs: 1, maxMs: 1, jitter: "none", ordering: "relaxed" },
    deadLetter: payload,
    projections: [payload, "../../escape"],
    consumers: [payload, "../../escape"],
    events: [schema],
  };
  return { root: "schemas", topics: [topic], schemas: [schema], types: new Map([[name, record]]) };
}
