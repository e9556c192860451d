import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { startEmbeddedRegistry } from "../../../contracts/registries/embedded/start.js";

/** One request to another registry with its answer, and how Confluent's documented behaviour differs from that answer. */
interface Row {
  readonly n: number;
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
  readonly confluentDeviation: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const rows: readonly Row[] = readFileSync(new URL("./registry-rest.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

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
const notHere = new Set(["inv", "p1-value", "ro", "ro2"]);

const registry = await startEmbeddedRegistry();
afterAll(() => registry.stop());
/** Their ids by ours, since what they registered by mistake took ids too. */
const theirIds = new Map<number, number>();
const tally = { alike: 0, asConfluent: 0, ours: 0 };

describe("137 requests, answered as Confluent documents it", () => {
  it.each(rows.map((row) => ({ ...row, title: `${row.n} ${row.label}` })))("$title", async (row) => {
    const answer = await replay(row);
    const own = ours[row.label];
    if (own !== undefined) {
      expect(answer).toMatchObject(own);
      tally.ours += 1;
    } else if (row.confluentDeviation.length === 0) {
      expect(comparable(answer.status, answer.body)).toEqual(comparable(row.status, row.response));
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

async function replay(row: Row): Promise<Answer> {
  const path = row.path.replace(/^\/schemas\/ids\/(\d+)/, (_, id: string) => `/schemas/ids/${ourId(Number(id))}`);
  const type = row.label === "reg-text-plain" ? "text/plain" : "application/vnd.schemaregistry.v1+json";
  const body =
    row.body === null
      ? {}
      : { body: typeof row.body === "string" ? row.body : JSON.stringify(row.body), headers: { "content-type": type } };
  const response = await fetch(`${registry.url}${path}`, { method: row.method, ...body });
  const answer = { status: response.status, body: JSON.parse(await response.text()) };
  const [our, their] = [idOf(answer.body), idOf(row.response)];
  if (our !== undefined && their !== undefined && !theirIds.has(our)) theirIds.set(our, their);
  return answer;
}

function ourId(their: number): number {
  return [...theirIds].find(([, other]) => other === their)?.[0] ?? their;
}

function idOf(body: unknown): number | undefined {
  return typeof body === "object" && body !== null && "id" in body && typeof body.id === "number" ? body.id : undefined;
}

/** What both have to agree on: of an error its code, of a success everything but ids, echoes and the list of messages. */
function comparable(status: number, body: unknown): unknown {
  if (status >= 400)
    return { status, code: typeof body === "object" && body !== null && "error_code" in body ? body.error_code : undefined };
  if (Array.isArray(body) && body.every((entry) => typeof entry === "number"))
    return { status, body: body.map((id) => theirIds.get(id) ?? id) };
  if (Array.isArray(body)) return { status, body: body.filter((entry) => !notHere.has(entry)) };
  if (typeof body !== "object" || body === null) return { status, body };
  const { normalize: _, messages: __, id, ...rest }: { normalize?: unknown; messages?: unknown; id?: unknown } = body;
  return { status, hasId: id !== undefined, ...rest };
}

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
