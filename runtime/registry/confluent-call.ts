import type { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { EventwrightError } from "../errors.js";
import { type Answer, askPlainly, parsedJson, type Question } from "./confluent-answer.js";
import type { RegistrySchema } from "./registry.js";

export interface Endpoint {
  /** Without credentials. */
  readonly url: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly timeoutMs: number;
}

type ClientSchema = Parameters<SchemaRegistry["getRegistryIdBySchema"]>[1];
type Middleware = NonNullable<ConstructorParameters<typeof SchemaRegistry>[0]["middlewares"]>[number];

interface Lookup extends Question {
  readonly what: string;
  /** The code of "no such thing". */
  readonly missing: "SCHEMA_NOT_REGISTERED" | "SCHEMA_NOT_FOUND";
  readonly call: (client: SchemaRegistry) => Promise<unknown>;
}

/** The id of a schema under a subject. @throws EventwrightError SCHEMA_NOT_REGISTERED, REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function askId(endpoint: Endpoint, subject: string, { format, text }: RegistrySchema): Promise<number> {
  // The client's enum by its values: importing it would load the whole client at start.
  const schema = { type: format === "avro" ? "AVRO" : "JSON", schema: text } as ClientSchema;
  const what = `subject "${subject}"`;
  const { id } = (await ask(endpoint, {
    what,
    missing: "SCHEMA_NOT_REGISTERED",
    call: (client) => client.getRegistryIdBySchema(subject, schema),
    path: `/subjects/${encodeURIComponent(subject)}`,
    body: { schema: text, ...(format === "json" ? { schemaType: "JSON" } : {}) },
  })) as { readonly id?: unknown };
  if (typeof id === "number" && Number.isInteger(id)) return id;
  throw unusable(endpoint, what);
}

/** A schema's text exactly as it was registered, and its type as the registry names it. @throws as {@link askId}, with SCHEMA_NOT_FOUND. */
export async function askSchema(endpoint: Endpoint, id: number): Promise<{ readonly text: string; readonly type: string }> {
  const { schema, schemaType = "AVRO" } = (await ask(endpoint, {
    what: `id ${id}`,
    missing: "SCHEMA_NOT_FOUND",
    call: (client) => client.getSchema(id),
    path: `/schemas/ids/${id}`,
  })) as { readonly schema?: unknown; readonly schemaType?: unknown };
  if (typeof schema === "string" && typeof schemaType === "string") return { text: schema, type: schemaType };
  throw unusable(endpoint, `id ${id}`);
}

async function ask(endpoint: Endpoint, lookup: Lookup): Promise<object> {
  const where = `${lookup.what} at ${endpoint.url}`;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), endpoint.timeoutMs);
  try {
    const answer = await orAborted(answerOf(endpoint, lookup, controller.signal), controller.signal);
    if (answer.status >= 200 && answer.status < 300 && typeof answer.body === "object" && answer.body !== null) return answer.body;
    throw refusal(answer, where, lookup.missing);
  } catch (cause) {
    if (cause instanceof EventwrightError) throw cause;
    const late = controller.signal.aborted ? `: no answer in ${endpoint.timeoutMs} ms` : "";
    throw new EventwrightError("REGISTRY_UNAVAILABLE", {
      detail: `${where}${late}`,
      hint: "Check that the registry runs, and its URL.",
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The client's errors have lost the answer's code and look alike for a refusal and a dead line, so a failure is asked about once more. */
async function answerOf(endpoint: Endpoint, lookup: Lookup, signal: AbortSignal): Promise<Answer> {
  const { SchemaRegistry: Client } = await import("@kafkajs/confluent-schema-registry");
  let taken: Answer | undefined;
  const client = new Client({
    host: endpoint.url,
    ...(endpoint.auth ? { auth: { ...endpoint.auth } } : {}),
    middlewares: [capture(signal, (answer) => (taken = answer))],
  });
  await lookup.call(client).catch(() => undefined);
  return taken ?? askPlainly(endpoint, lookup, signal);
}

/** Takes an answer before the client compiles it, which loses its text, and lets it compile something harmless instead. */
function capture(signal: AbortSignal, take: (answer: Answer) => void): Middleware {
  return () => ({
    request: (request) => request.enhance({ signal }),
    response: async (next) => {
      const response = await next();
      take({ status: response.status(), body: parsedJson(response.rawData()) });
      return response.enhance({ rawData: '{"id":0,"schema":"\\"null\\""}' });
    },
  });
}

const missingCodes: ReadonlySet<unknown> = new Set([404, 40401, 40402, 40403]);

function refusal({ status, body }: Answer, where: string, missing: Lookup["missing"]): EventwrightError {
  const { error_code: code, message } = (body ?? {}) as { readonly error_code?: unknown; readonly message?: unknown };
  const said = typeof message === "string" ? `, "${message.slice(0, 200)}"` : "";
  // A proxy's or a wrong path's 404 has no code, and says nothing of the schema.
  if (status === 404 && missingCodes.has(code)) return new EventwrightError(missing, { detail: where });
  if (status >= 500 || status === 429) return new EventwrightError("REGISTRY_UNAVAILABLE", { detail: `${where}: HTTP ${status}${said}` });
  const hint = status === 401 || status === 403 ? "Check the registry's credentials." : "Check the registry's URL.";
  return new EventwrightError("REGISTRY_REJECTED", { detail: `${where}: HTTP ${status}${said}`, hint });
}

function unusable(endpoint: Endpoint, what: string): EventwrightError {
  return new EventwrightError("REGISTRY_REJECTED", { detail: `${what} at ${endpoint.url}: the answer is not a schema registry's` });
}

function orAborted<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("no answer in time")), { once: true });
    promise.then(resolve, reject);
  });
}
