import { refuse } from "./refusal.js";
import { described, schemaShown } from "./register.js";
import { type Answer, type Call, flag, part, type Route } from "./route.js";
import { type StoredSchema, schemaTypes, versionsOf } from "./state.js";

/** Everything below /schemas, and what the API says of itself. */
export const schemaRoutes: readonly Route[] = [
  { method: "GET", path: "/", answer: () => ({ json: {} }) },
  { method: "GET", path: "/contexts", answer: () => ({ json: ["."] }) },
  { method: "GET", path: "/v1/metadata/id", answer: () => ({ json: { scope: { path: [], clusters: {} }, id: "" } }) },
  { method: "GET", path: "/v1/metadata/version", answer: () => ({ json: { version: "eventwright", commitId: "" } }) },
  { method: "GET", path: "/schemas", answer: listSchemas },
  { method: "GET", path: "/schemas/types", answer: () => ({ json: schemaTypes }) },
  { method: "GET", path: "/schemas/ids/:id", answer: (call) => ({ json: schemaShown(schemaById(call)) }) },
  { method: "GET", path: "/schemas/ids/:id/schema", answer: (call) => ({ text: schemaById(call).text }) },
  { method: "GET", path: "/schemas/ids/:id/subjects", answer: (call) => ({ json: [...new Set(uses(call).map((use) => use.subject))] }) },
  { method: "GET", path: "/schemas/ids/:id/versions", answer: (call) => ({ json: uses(call) }) },
];

function schemaById(call: Call): StoredSchema {
  const id = part(call, "id");
  const schema = /^\d{1,10}$/.test(id) ? call.state.schemas.get(Number(id)) : undefined;
  if (schema === undefined || usesOf(call, schema.id, true).length === 0) throw refuse.schemaUnknown(id);
  return schema;
}

function uses(call: Call): { subject: string; version: number }[] {
  return usesOf(call, schemaById(call).id, flag(call, "deleted"));
}

function usesOf(call: Call, id: number, deleted: boolean): { subject: string; version: number }[] {
  const subjects = [...call.state.subjects.keys()].sort();
  return subjects.flatMap((subject) =>
    versionsOf(call.state, subject, deleted)
      .filter((entry) => entry.id === id)
      .map((entry) => ({ subject, version: entry.version })),
  );
}

function listSchemas(call: Call): Answer {
  const prefix = call.query.get("subjectPrefix") ?? "";
  const subjects = [...call.state.subjects.keys()].filter((name) => name.startsWith(prefix)).sort();
  const shown = subjects.flatMap((subject) => {
    const versions = versionsOf(call.state, subject, flag(call, "deleted"));
    return (flag(call, "latestOnly") ? versions.slice(-1) : versions).map((entry) => described(call.state, subject, entry));
  });
  return { json: shown };
}
