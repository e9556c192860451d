import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../../catalog/index.js";
import { apiSide, compareApi } from "../../../generator/index.js";
import { temporaryFolder } from "../kit.js";

/** What becomes of a schema `A` without any topic when its properties change. */
async function changed(before: object, after: object) {
  const sides = [before, after].map(async (properties) => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "schemas"));
    const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", title: "acme.A", type: "object", properties };
    writeFileSync(
      join(cwd, "schemas/a.schema.json"),
      JSON.stringify({ ...schema, required: Object.keys(properties), additionalProperties: false }),
    );
    const { model } = await loadCatalog({ schemas: "schemas", cwd });
    if (model === undefined) throw new Error("the schema has errors");
    return apiSide(model);
  });
  const [old, fresh] = await Promise.all(sides);
  if (old === undefined || fresh === undefined) throw new Error("two sides");
  return (await compareApi(old, fresh)).map(({ level, kind, path, reason }) => ({ level, kind, path, reason }));
}

const text = { type: "string" };
const number = { type: "number" };
const inner = (properties: object) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false });

test.each([
  ["a member of a member", { o: inner({ x: text }) }, { o: inner({ x: text, y: number }) }, ["major member-added AO.y"]],
  [
    "a member of an item",
    { l: { type: "array", items: inner({ x: text }) } },
    { l: { type: "array", items: inner({ x: text, y: text }) } },
    ["major member-added ALItem.y"],
  ],
  ["an item", { l: { type: "array", items: text } }, { l: { type: "array", items: number } }, ["major type-changed A.l[]"]],
  [
    "values of a map",
    { m: { type: "object", additionalProperties: text } },
    { m: { type: "object", additionalProperties: number } },
    ["major type-changed A.m[key]"],
  ],
  ["a literal that became any text", { s: { const: "a" } }, { s: text }, ["major type-widened A.s"]],
  ["text that became one of two", { s: text }, { s: { enum: ["a", "b"] } }, ["major type-narrowed A.s"]],
  ["an order of branches", { s: { enum: ["a", "b"] } }, { s: { enum: ["b", "a"] } }, ["patch no-type-changed schemas/a.schema.json"]],
  ["an odd name", { "a b": text }, { "a b": number }, ['major type-changed A["a b"]']],
  [
    "words in an inline object",
    { o: inner({ x: text }) },
    { o: inner({ x: { ...text, description: "Mine." } }) },
    ["patch no-type-changed schemas/a.schema.json"],
  ],
])("%s", async (_, before, after, want) => {
  expect((await changed(before, after)).map(({ level, kind, path }) => `${level} ${kind} ${path}`)).toEqual(want);
});
