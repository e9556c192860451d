import type { SchemaSource } from "./source.js";

/** The full name of a root that says no name itself: its file's, in the namespace of its folder. */
export function fileNameOfType(source: Pick<SchemaSource, "context" | "stem">): string {
  const folder = source.context
    .split("/")
    .map(identifier)
    .filter((part) => part !== "");
  return [...folder, pascal(source.stem)].join(".");
}

/** Words in PascalCase, as an identifier: `order-created` is OrderCreated; a word without letters stays readable. */
export function pascal(words: string): string {
  const joined = words
    .split(/[^\p{ID_Continue}]+/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

function identifier(part: string): string {
  return part.replaceAll(/[^\p{ID_Continue}]+/gu, "_");
}
