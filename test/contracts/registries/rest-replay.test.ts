import { afterAll, describe, expect, it } from "vitest";
import { startEmbeddedRegistry } from "../../../contracts/registries/embedded/start.js";
import { type Answer, comparable, player, type Row, rows } from "./rest-script.js";

/** Where this registry differs from both: it has no Protobuf, and what others registered by mistake is not there. */
const ours: Readonly<Record<string, Answer>> = {
  "schema-types": { status: 200, body: ["JSON", "AVRO"] },
  "proto-reg": { status: 422, body: { error_code: 42201 } },
};
/** Confluent's answers where the deviation only says that the bodies differ. */
const confluentBodies: Readonly<Record<string, unknown>> = {
  "config-default": { compatibilityLevel: "BACKWARD" },
  "config-get-default": { compatibilityLevel: "BACKWARD" },
  "config-put-global": { compatibility: "BACKWARD" },
  contexts: ["."],
  subjects: ["s1-value", "s1copy"],
  "subjects-prefix": ["s1-value"],
  "schemas-list": [{ subject: "s1-value", version: 2, id: 2 }],
  "compat-latest-bad-verbose": {
    is_compatible: false,
    messages: [
      expect.stringContaining("READER_FIELD_MISSING_DEFAULT_VALUE"),
      "{oldSchemaVersion: 2}",
      expect.stringContaining("{oldSchema: "),
      "{compatibility: 'BACKWARD'}",
    ],
  },
  "compat-latest-type-verbose": { is_compatible: false, messages: expect.arrayContaining([expect.stringContaining("TYPE_MISMATCH")]) },
  "tr-backward-all": { is_compatible: true },
  "json-compat-bad": { is_compatible: false },
  "imp-register": { id: 4242 },
  "imp-get": { subject: "imp", version: 5, id: 4242 },
  "del-soft-subject-2": [3],
};
const registry = await startEmbeddedRegistry();
afterAll(() => registry.stop());
const { play, theirIds } = player(registry.url);
const tally = { alike: 0, asConfluent: 0, ours: 0 };

describe("137 requests, answered as Confluent documents it", () => {
  it.each(rows.map((row) => ({ ...row, title: `${row.n} ${row.label}` })))("$title", async (row) => {
    const answer = await play(row);
    const own = ours[row.label];
    if (own !== undefined) {
      expect(answer).toMatchObject(own);
      tally.ours += 1;
    } else if (row.confluentDeviation.length === 0) {
      expect(comparable(answer.status, answer.body, theirIds)).toEqual(comparable(row.status, row.response, theirIds));
      tally.alike += 1;
    } else {
      expectConfluent(answer, row);
      tally.asConfluent += 1;
    }
  });

  it("all of them", () => {
    expect(tally).toEqual({ alike: 83, asConfluent: 52, ours: 2 });
  });
});

/** Holds our answer to what the deviation says of Confluent: `… , Confluent 404`, `… wording /regex/`. */
function expectConfluent(answer: Answer, row: Row): void {
  const stated = row.confluentDeviation.join("\n");
  const status = /status \d+, Confluent (\d+)/.exec(stated)?.[1];
  expect(answer.status).toBe(status === undefined ? row.status : Number(status));
  if (row.label in confluentBodies) expect(answer).toMatchObject({ body: confluentBodies[row.label] });
  const code = /error_code [^,]*, Confluent (\d+)/.exec(stated)?.[1];
  if (code !== undefined) expect(answer.body).toMatchObject({ error_code: Number(code) });
  const wording = /wording \/(.*)\/(i?)$/m.exec(stated);
  if (wording?.[1] !== undefined) {
    expect(answer.body).toMatchObject({ message: expect.stringMatching(new RegExp(wording[1], wording[2])) });
  }
}
