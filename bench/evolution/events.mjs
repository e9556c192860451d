/** Versions of one event as texts, oldest first: each has one optional field more, as real ones grow. */
export function eventVersions(name, count) {
  const [shortName, namespace] = [name.slice(name.lastIndexOf(".") + 1), name.slice(0, name.lastIndexOf("."))];
  const base = [
    { name: "eventId", type: "string" },
    { name: "occurredAt", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "customerId", type: "string" },
    { name: "amount", type: { type: "bytes", logicalType: "decimal", precision: 12, scale: 2 } },
    { name: "status", type: { type: "enum", name: `${shortName}Status`, symbols: ["OPEN", "PAID", "GONE"], default: "OPEN" } },
    { name: "note", type: ["null", "string"], default: null },
    {
      name: "lines",
      type: {
        type: "array",
        items: {
          type: "record",
          name: `${shortName}Line`,
          fields: [
            { name: "sku", type: "string" },
            { name: "quantity", type: "int" },
            { name: "price", type: { type: "bytes", logicalType: "decimal", precision: 12, scale: 2 } },
          ],
        },
      },
    },
    { name: "labels", type: { type: "map", values: "string" } },
  ];
  const added = (version) =>
    Array.from({ length: version }, (_, at) => ({ name: `added${at + 1}`, type: ["null", "string"], default: null }));
  return Array.from({ length: count }, (_, version) =>
    JSON.stringify({ type: "record", name: shortName, namespace, fields: [...base, ...added(version)] }),
  );
}
