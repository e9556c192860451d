/** One request to a registry, as its clients send it. */
export async function ask(url: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) };
}

/** An Avro record of these fields, as a request body. */
export function record(name: string, fields: Readonly<Record<string, unknown>>, extra: object = {}): { schema: string } {
  const list = Object.entries(fields).map(([field, type]) => ({ name: field, ...(typeof type === "object" ? type : { type }) }));
  return { schema: JSON.stringify({ type: "record", name, fields: list, ...extra }) };
}
