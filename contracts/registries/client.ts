import { EventwrightError } from "../../runtime/errors.js";

/** How a registry is reached. */
export interface RegistryAddress {
  /** Up to where `/subjects` follows. Credentials in it are used and never shown. */
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
  readonly timeoutMs?: number;
}

/** What a registry answered; a refusal is an answer too. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks the registry once. @throws EventwrightError REGISTRY_UNAVAILABLE when there is no answer, or one that says the server is ill. */
export async function askRegistry(
  address: RegistryAddress,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<RegistryAnswer> {
  const { base, headers, shown } = target(address);
  const timeoutMs = address.timeoutMs ?? 10_000;
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, accept: "application/vnd.schemaregistry.v1+json", "content-type": "application/vnd.schemaregistry.v1+json" },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status < 500) return { status: response.status, body: parsed(text) };
    throw new Error(`it answered ${response.status}`);
  } catch (error) {
    throw new EventwrightError("REGISTRY_UNAVAILABLE", {
      detail: `${shown}: ${reason(error, timeoutMs)}`,
      hint: "check that the URL is right and the registry runs",
      cause: error,
    });
  }
}

/** The address as it may be shown. @throws EventwrightError REGISTRY_UNAVAILABLE for one that is none. */
export function shownAddress(address: RegistryAddress): string {
  return target(address).shown;
}

/** The registry's own words for what it refused. */
export function wordsOf(answer: RegistryAnswer): string {
  const { body } = answer;
  if (typeof body === "object" && body !== null && "message" in body) {
    const code = "error_code" in body ? `${String(body.error_code)} ` : "";
    return `${code}${String(body.message)}`;
  }
  return `HTTP ${answer.status}`;
}

function target(address: RegistryAddress): { base: string; headers: Record<string, string>; shown: string } {
  let url: URL;
  try {
    url = new URL(address.url);
  } catch {
    throw new EventwrightError("REGISTRY_UNAVAILABLE", {
      detail: "the registry's URL is none",
      hint: "give one like http://127.0.0.1:8081",
    });
  }
  const auth =
    address.auth ??
    (url.username === "" ? undefined : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) });
  url.username = "";
  url.password = "";
  const base = url.href.replace(/\/+$/, "");
  const headers: Record<string, string> = {};
  if (auth !== undefined) headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}`;
  return { base, headers, shown: base };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reason(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
