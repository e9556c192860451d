import { readFileSync } from "node:fs";

/** One request to another registry with its answer, and how Confluent's documented behaviour differs from that answer. */
export interface Row {
  readonly n: number;
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
  readonly confluentDeviation: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** 137 requests, in the order in which they were asked. */
export const rows: readonly Row[] = readFileSync(new URL("./registry-rest.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

/** What others registered by mistake. */
const notHere = new Set(["inv", "p1-value", "ro", "ro2"]);

/** Asks a registry the script's requests one after the other; ids are told apart by what they were registered as. */
export function player(url: string) {
  /** Their ids by those of this registry, since what was registered by mistake took ids too. */
  const theirIds = new Map<number, number>();
  return { theirIds, play: (row: Row) => play(row, url, theirIds) };
}

async function play(row: Row, url: string, theirIds: Map<number, number>): Promise<Answer> {
  const ourId = (their: number) => [...theirIds].find(([, other]) => other === their)?.[0] ?? their;
  const path = row.path.replace(/^\/schemas\/ids\/(\d+)/, (_, id: string) => `/schemas/ids/${ourId(Number(id))}`);
  const type = row.label === "reg-text-plain" ? "text/plain" : "application/vnd.schemaregistry.v1+json";
  const body =
    row.body === null
      ? {}
      : { body: typeof row.body === "string" ? row.body : JSON.stringify(row.body), headers: { "content-type": type } };
  const response = await fetch(`${url}${path}`, { method: row.method, ...body });
  const answer = { status: response.status, body: parsed(await response.text()) };
  const [our, their] = [idOf(answer.body), idOf(row.response)];
  if (our !== undefined && their !== undefined && !theirIds.has(our)) theirIds.set(our, their);
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function idOf(body: unknown): number | undefined {
  return typeof body === "object" && body !== null && "id" in body && typeof body.id === "number" ? body.id : undefined;
}

/** What both have to agree on: of an error its code, of a success everything but ids, echoes and the list of messages. */
export function comparable(status: number, body: unknown, theirIds: ReadonlyMap<number, number>): unknown {
  if (status >= 400)
    return { status, code: typeof body === "object" && body !== null && "error_code" in body ? body.error_code : undefined };
  if (Array.isArray(body) && body.every((entry) => typeof entry === "number"))
    return { status, body: body.map((id) => theirIds.get(id) ?? id) };
  if (Array.isArray(body)) return { status, body: body.filter((entry) => !notHere.has(entry)) };
  if (typeof body !== "object" || body === null) return { status, body };
  const { normalize: _, messages: __, id, ...rest }: { normalize?: unknown; messages?: unknown; id?: unknown } = body;
  return { status, hasId: id !== undefined, ...rest };
}
