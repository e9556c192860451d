import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal, refuse } from "./refusal.js";
import type { Answer, Call, Route } from "./route.js";

const mediaType = "application/vnd.schemaregistry.v1+json";
const accepted = new Set([mediaType, "application/vnd.schemaregistry+json", "application/json", "application/octet-stream"]);
const maxBodyBytes = 8 * 1024 * 1024;

/** What the table makes of a request's method and path. @throws Refusal 404, 405. */
export function findRoute(routes: readonly Route[], method: string, path: string): { readonly route: Route; readonly at: Call["at"] } {
  const parts = path.split("/").filter((piece) => piece !== "");
  const fitting = routes.flatMap((route) => {
    const at = match(route.path, parts);
    return at === undefined ? [] : [{ route, at }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  throw fitting.length === 0 ? refuse.http(404, "HTTP 404 Not Found") : refuse.http(405, "HTTP 405 Method Not Allowed");
}

/** The body of a request: an object, empty where there is none. @throws Refusal 400, 413, 415, 422. */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (request.method !== "POST" && request.method !== "PUT") return {};
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  // Also what keeps web pages out: a browser sends none of these across origins without asking first.
  if (type !== undefined && !accepted.has(type)) throw refuse.http(415, "HTTP 415 Unsupported Media Type");
  const text = await collect(request);
  const body = parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw refuse.http(400, "the body is not a JSON object");
  return { ...body };
}

/** Sends an answer. */
export function respond(response: ServerResponse, answer: Answer): void {
  send(response, 200, "text" in answer ? answer.text : JSON.stringify(answer.json));
}

/** Sends what went wrong, in Confluent's shape; what was not foreseen says nothing of our inside. */
export function respondError(response: ServerResponse, error: unknown): void {
  const refusal = error instanceof Refusal ? error : refuse.broken();
  if (refusal.status === 413) response.setHeader("connection", "close");
  send(response, refusal.status, JSON.stringify({ error_code: refusal.code, message: refusal.message }));
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": mediaType, "content-length": Buffer.byteLength(text), "cache-control": "no-store" });
  response.end(text);
}

function match(pattern: string, parts: readonly string[]): Call["at"] | undefined {
  const wanted = pattern.split("/").filter((piece) => piece !== "");
  if (wanted.length !== parts.length) return undefined;
  const at = new Map<string, string>();
  for (const [index, piece] of wanted.entries()) {
    const given = parts[index] ?? "";
    if (piece.startsWith(":")) at.set(piece.slice(1), decoded(given));
    else if (piece !== given) return undefined;
  }
  return Object.fromEntries(at);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse.http(400, "the path is not properly encoded");
  }
}

async function collect(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) throw refuse.http(413, "HTTP 413 Request Entity Too Large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.http(400, "Unable to process JSON");
  }
}
