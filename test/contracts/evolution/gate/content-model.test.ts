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
