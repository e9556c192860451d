import type { Report, Span } from "./source.js";

const name = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What to do about a name that is none. */
export const nameRule = "Names start with one of A-Z, a-z and _, and go on with those and digits";

/** The names of the primitive types. */
export const primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;

/** A type name that Avro itself has. */
export type AvroPrimitive = (typeof primitives)[number];

/** True for the eight names of primitive types. */
export function isPrimitive(word: string): word is AvroPrimitive {
  return (primitives as readonly string[]).includes(word);
}

/** True for `[A-Za-z_][A-Za-z0-9_]*`, the only names that Avro has for types, fields and symbols. */
export function isName(word: string): boolean {
  return name.test(word);
}

/** The full name of a word that stands inside a namespace; a leading dot means the null namespace. */
export function qualify(word: string, namespace: string): string {
  if (word.startsWith(".")) return word.slice(1);
  return word.includes(".") || namespace === "" ? word : `${namespace}.${word}`;
}

/** Namespace and short name of a full name. */
export function splitName(fullName: string): { readonly namespace: string; readonly shortName: string } {
  const dot = fullName.lastIndexOf(".");
  return { namespace: fullName.slice(0, Math.max(0, dot)), shortName: fullName.slice(dot + 1) };
}

/** Reports a full name that Avro's rules forbid. */
export function checkFullName(fullName: string, span: Span, report: Report): void {
  const wrong = fullName.split(".").find((part) => !isName(part));
  if (wrong !== undefined) {
    const of = wrong === fullName ? "" : ` in ${JSON.stringify(fullName)}`;
    report("SCHEMA_INVALID_NAME", span, `${JSON.stringify(wrong)}${of} is no Avro name`, {
      hint: nameRule,
    });
  } else if (isPrimitive(splitName(fullName).shortName)) {
    report("SCHEMA_INVALID_NAME", span, `${JSON.stringify(fullName)} redefines one of Avro's own types`, { hint: "Choose another name" });
  }
}
