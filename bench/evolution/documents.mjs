/** Versions of one JSON Schema of 30 properties that allow the same in other words. */
export function documentVersions(title, count) {
  return Array.from({ length: count }, (_, version) => JSON.stringify(documentSchema(title, version)));
}

function documentSchema(title, version) {
  const properties = { eventId: { type: "string" }, customerId: { type: "string" } };
  for (let at = 0; at < 28; at++) properties[`field${at}`] = kindOf(at, version);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    description: `version ${version}`,
    type: "object",
    required: ["eventId", "customerId", "field0", "field5"],
    properties,
  };
}

function kindOf(at, version) {
  const kinds = [
    { type: "string", minLength: 1, maxLength: 40 },
    { type: "integer", minimum: 0 },
    { type: "string", pattern: "^[A-Z]{3}$" },
    {
      type: "array",
      items: { type: "object", properties: { sku: { type: "string" }, quantity: { type: "integer", minimum: 1 } }, required: ["sku"] },
    },
    { enum: ["NEW", "PAID", "SENT"] },
    { type: "string", maxLength: 50 },
  ];
  const kind = kinds[at % kinds.length];
  return at < version ? { allOf: [kind] } : kind;
}
