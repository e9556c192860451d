import { join } from "node:path";
import { expect, it } from "vitest";
import { workTree } from "../../schemas.js";
import { judged, rulesOf } from "./judged.js";

const schema = "schemas/payments/payment-failed.schema.json";
const message = '"message": { "type": ["string", "null"], "description": "What the provider said." }';

it.each([
  ["open", ["TYPE_CHANGED"]],
  ["closed-producer", []],
])("an optional property may be added where what is written is %s: %j stand against it", async (contentModel, rules) => {
  const [older, newer] = [workTree(), workTree()];
  for (const tree of [older, newer]) {
    tree.edit(schema, ',\n  "additionalProperties": false', "");
    tree.edit("schemas/payments/topic.yaml", "subject:", `contentModel: ${contentModel}\nsubject:`);
  }
  newer.edit(schema, message, `${message},\n    "hint": { "type": "string" }`);
  const report = await judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
  expect(rulesOf(report)).toEqual(rules);
});

it.each([
  ["open", "closed-producer", ["warning"]],
  ["closed-producer", "open", []],
  ["closed-producer", "closed-producer", []],
])("a topic that was %s and is %s is told of once: %j", async (was, is, severities) => {
  const [older, newer] = [workTree(), workTree()];
  older.edit("schemas/payments/topic.yaml", "subject:", `contentModel: ${was}\nsubject:`);
  newer.edit("schemas/payments/topic.yaml", "subject:", `contentModel: ${is}\nsubject:`);
  const report = await judged(newer.cwd, { against: `dir:${join(older.cwd, "schemas")}` });
  const found = report.findings.filter((finding) => finding.path === "contentModel");
  expect(found.map(({ severity }) => severity)).toEqual(severities);
  expect(report.status).toBe("compatible");
});
