/** What came back over the wire. */
export interface Answer {
  readonly status: number;
  /** `undefined` where it is not JSON. */
  readonly body: unknown;
}

/** A request by its path below the registry's URL; with a body it is a POST. */
export interface Question {
  readonly path: string;
  readonly body?: object;
}

interface Registry {
  readonly url: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
}

/** Asks without the client, to see an answer whole. @throws Error when there is none. */
export async function askPlainly({ url, auth }: Registry, { path, body }: Question, signal: AbortSignal): Promise<Answer> {
  const basic = auth && `Basic ${Buffer.from(`${auth.username}:${auth.password}`, "utf8").toString("base64")}`;
  const response = await fetch(`${url}${path}`, {
    signal,
    headers: { "content-type": "application/vnd.schemaregistry.v1+json", ...(basic ? { authorization: basic } : {}) },
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: parsedJson(await response.text()) };
}

export function parsedJson(raw: unknown): unknown {
  try {
    return JSON.parse(String(raw));
  } catch {
    return undefined;
  }
}
