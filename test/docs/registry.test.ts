import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startEmbeddedRegistry } from "../../contracts/registries/embedded/start.js";
import { type Answer, player, type Row, rows } from "../contracts/registries/rest-script.js";
import { repository } from "../generator/kit.js";

const path = join(repository, "docs/registry.md");

/** Why the two differ, by the labels of the requests; the first that fits. */
const reasons: readonly (readonly [labels: RegExp, title: string, why: string])[] = [
  [
    /^(schema-types|proto-reg)$/,
    "No Protobuf",
    "Topics here are Avro or JSON Schema, so a Protobuf schema could be kept but never be judged.",
  ],
  [
    /^config-(default|get-default|get-unset)/,
    "Levels that nobody set",
    "Confluent begins with BACKWARD, knows that a subject has no level of its own, and gives the global one where it is asked for.",
  ],
  [/^(config-put|level-put)/, "What setting a level answers", "Confluent answers with the level alone."],
  [
    /^(contexts|metadata)/,
    "Contexts and metadata",
    "Confluent's default context is `.`, and clients ask for its cluster's id and version.",
  ],
  [
    /^reg-(empty|missing|malformed|text)/,
    "Requests that hold no schema",
    "Confluent refuses them with a code that clients know; an empty schema that is kept can't be read by anybody.",
  ],
  [
    /(incompatible|bt-register|bad-reg)$/,
    "Why a version is refused",
    "Clients show the message to people: Confluent's names the rule, the path and the earlier version.",
  ],
  [
    /^(reg-invalid|reg-unknown|json-invalid|ref-undeclared|lookup-)/,
    "Schemas that are none",
    "Confluent says that the schema is invalid, in a lookup too, instead of that it was not found.",
  ],
  [
    /(verbose|compat-bad)$/,
    "Messages of a verbose check",
    "`verbose=true` is there to be told why; these are Confluent's error types, from the gate's `confluent` engine.",
  ],
  [/^tr-backward-all$/, "What BACKWARD looks at", "Without _TRANSITIVE Confluent compares with the latest version alone."],
  [/^(compat-v|version-)/, "Numbers that are none", "Confluent tells a number that can't be from a version that is not there."],
  [/^(subjects|schemas-list)/, "Lists", "`subjectPrefix` is obeyed, and what could not be registered is not listed."],
  [/^(id-unknown|ref-delete)/, "Words", "The codes are alike; the words are Confluent's."],
  [
    /^(mode|imp)-/,
    "Modes",
    "READONLY and IMPORT are enforced, as Confluent does: a registry that is read-only takes nothing, and an import keeps ids and versions.",
  ],
  [
    /^del-/,
    "Deleting",
    "Confluent answers 404 where something has to be deleted softly first or was already, and counts versions that were imported.",
  ],
];

test("every difference from Apicurio is listed with its reason", async () => {
  const registry = await startEmbeddedRegistry();
  const { play } = player(registry.url);
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const answer = await play(row);
    if (row.confluentDeviation.length === 0 && !["schema-types", "proto-reg"].includes(row.label)) continue;
    const area = reasons.find(([labels]) => labels.test(row.label));
    expect(area, row.label).toBeDefined();
    if (area === undefined) continue;
    const line = `| ${row.n} | \`${row.method} ${row.path}\` | ${shown(row)} | ${shown(answer)} |`;
    found.set(area[1], [...(found.get(area[1]) ?? []), line]);
  }
  await registry.stop();
  const parts = reasons.map(([, title, why]) => {
    const lines = found.get(title) ?? [];
    expect(lines, title).not.toEqual([]);
    return [`### ${title}`, "", why, "", "| request | | Apicurio | here |", "|---|---|---|---|", ...lines].join("\n");
  });
  expectPart("differences", parts.join("\n\n"));
});

function expectPart(name: string, text: string): void {
  const page = readFileSync(path, "utf8");
  const part = new RegExp(`(<!-- ${name}: begin -->\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
  const wanted = page.replace(part, (_, begin: string, end: string) => `${begin}${text}\n${end}`);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(path, wanted);
  else expect(page).toBe(wanted);
}

/** The status and what tells one answer from another, short enough for a cell. */
function shown({ status, ...rest }: Pick<Row, "status" | "response"> | Answer): string {
  const body = "response" in rest ? rest.response : rest.body;
  const text = typeof body === "string" ? body : JSON.stringify(withoutSchemas(body));
  const safe = text.replaceAll("|", "\\|").replaceAll("`", "'");
  return `${status}${safe === "" ? "" : ` \`${safe.length > 110 ? `${safe.slice(0, 110)}…` : safe}\``}`;
}

function withoutSchemas(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutSchemas);
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, key === "schema" ? "…" : value]));
}
