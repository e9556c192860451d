/** Reading subjects of a registry: versions, schemas and what they refer to. */
import type { SchemaFormat } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import { askRegistry, type RegistryAddress, shownAddress, wordsOf } from "./client.js";

/** One version of a subject with everything that it refers to. */
export interface RegistryVersion {
  readonly subject: string;
  readonly version: number;
  readonly format: SchemaFormat;
  readonly text: string;
  readonly references: readonly { readonly name: string; readonly text: string }[];
}

/** A registry's subjects; each version is asked for once. */
export interface Subjects {
  /** The address without credentials. */
  readonly shown: string;
  list(): Promise<ReadonlySet<string>>;
  /** Ascending; none for a subject that is unknown or deleted. */
  versions(subject: string): Promise<readonly RegistryVersion[]>;
}

/** @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED, BASELINE_UNAVAILABLE from what it gives. */
export function openSubjects(address: RegistryAddress): Subjects {
  const shown = shownAddress(address);
  const get = limited(atOnce, async (path: string) => {
    const answer = await askRegistry(address, "GET", path);
    if (answer.status === 200) return answer.body;
    if (answer.status === 404) return undefined;
    const isDenied = answer.status === 401 || answer.status === 403;
    const hint = isDenied
      ? "set EVENTWRIGHT_REGISTRY_USER and EVENTWRIGHT_REGISTRY_PASSWORD"
      : "check the URL: it ends where /subjects follows";
    throw new EventwrightError("REGISTRY_REJECTED", { detail: `${shown}: ${wordsOf(answer)}`, hint });
  });
  const schemas = new Map<string, Promise<unknown>>();
  const one = (subject: string, version: number) => {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
    const known = schemas.get(path) ?? get(path);
    schemas.set(path, known);
    return known;
  };
  return {
    shown,
    async list() {
      const body = await get("/subjects");
      if (!Array.isArray(body)) throw strange(shown, "the list of subjects is none");
      return new Set(body.map(String));
    },
    async versions(subject) {
      const body = await get(`/subjects/${encodeURIComponent(subject)}/versions`);
      if (body === undefined) return [];
      const numbers = Array.isArray(body) ? body.filter((each) => typeof each === "number") : [];
      const found = await Promise.all(numbers.sort((a, b) => a - b).map((version) => read(one, { subject, version }, shown)));
      return found.flat();
    },
  };
}

type Ask = (subject: string, version: number) => Promise<unknown>;
const atOnce = 8;
const mostReferences = 1_000;

interface Named {
  readonly subject: string;
  readonly version: number;
}

/** Nothing for a version that was deleted meanwhile, and for Protobuf, of which no topic of ours is. */
async function read(ask: Ask, at: Named, shown: string): Promise<readonly RegistryVersion[]> {
  const body = await ask(at.subject, at.version);
  if (body === undefined) return [];
  const format = formatOf(body);
  if (format === undefined) return [];
  const references = new Map<string, string>();
  await follow(ask, body, { references, shown, around: at });
  const named = [...references].map(([name, text]) => ({ name, text }));
  return [{ ...at, format, text: textOf(body, shown, at), references: named }];
}

interface Following {
  readonly references: Map<string, string>;
  readonly shown: string;
  readonly around: Named;
}

async function follow(ask: Ask, body: unknown, following: Following): Promise<void> {
  const { references, shown, around } = following;
  for (const { name, subject, version } of referencesOf(body)) {
    if (references.has(name)) continue;
    if (references.size >= mostReferences) throw strange(shown, `version ${around.version} of ${around.subject} refers to too many others`);
    const found = await ask(subject, version);
    if (found === undefined)
      throw strange(shown, `version ${around.version} of ${around.subject} refers to ${subject} ${version}, which is gone`);
    references.set(name, textOf(found, shown, { subject, version }));
    await follow(ask, found, following);
  }
}

function referencesOf(body: unknown): readonly (Named & { readonly name: string })[] {
  const list = memberOf(body, "references");
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const [name, subject, version] = [memberOf(one, "name"), memberOf(one, "subject"), memberOf(one, "version")];
    return typeof name === "string" && typeof subject === "string" && typeof version === "number" ? [{ name, subject, version }] : [];
  });
}

function formatOf(body: unknown): SchemaFormat | undefined {
  const type = memberOf(body, "schemaType") ?? "AVRO";
  return type === "AVRO" ? "avro" : type === "JSON" ? "json" : undefined;
}

function textOf(body: unknown, shown: string, { subject, version }: Named): string {
  const text = memberOf(body, "schema");
  if (typeof text === "string") return text;
  throw strange(shown, `version ${version} of ${subject} has no schema`);
}

function memberOf(body: unknown, key: string): unknown {
  return typeof body === "object" && body !== null ? Object.entries(body).find(([each]) => each === key)?.[1] : undefined;
}

function strange(shown: string, what: string): EventwrightError {
  return new EventwrightError("BASELINE_UNAVAILABLE", {
    detail: `registry:${shown}: ${what}`,
    hint: "is it a schema registry's URL, up to where /subjects follows?",
  });
}

/** At most so many at a time: a registry is shared with running services. */
function limited<R>(most: number, run: (path: string) => Promise<R>): (path: string) => Promise<R> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (path) => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    running += 1;
    try {
      return await run(path);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
