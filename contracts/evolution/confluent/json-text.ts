/** Plain JSON as the parity engine needs it: texts that are equal where values are, and references within one document. */

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text that is the same for equal values, whatever the order of their keys. */
export function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stable(inner)}`).join(",")}}`;
}

/** What a `$ref` within the document means: a pointer, an anchor or an `$id`. @throws Error when it means nothing. */
export function pointed(root: unknown, reference: string): unknown {
  const hash = reference.indexOf("#");
  const base = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = hash === -1 ? "" : decodeURIComponent(reference.slice(hash + 1));
  const document = base === "" ? root : holderOf(root, (schema) => schema.$id === base || schema.id === base);
  const found =
    fragment === "" || fragment.startsWith("/")
      ? follow(document, fragment)
      : holderOf(document, (schema) => schema.$anchor === fragment || schema.$id === `#${fragment}`);
  if (found === undefined) throw new Error(`$ref ${reference} leads nowhere`);
  return found;
}

function follow(document: unknown, pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce<unknown>((at, step) => {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return typeof at === "object" && at !== null ? Object.getOwnPropertyDescriptor(at, key)?.value : undefined;
  }, document);
}

function holderOf(value: unknown, fits: (schema: JsonObject) => boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => holderOf(each, fits)).find((each) => each !== undefined);
  if (!isObject(value)) return undefined;
  if (fits(value)) return value;
  return holderOf(Object.values(value), fits);
}
