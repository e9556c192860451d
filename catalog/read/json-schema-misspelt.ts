import type { Diagnostic } from "../diagnostic.js";
import { suggest } from "../suggest.js";
import { type Dialect, isWordOf } from "./json-schema-keywords.js";
import type { JsonMember } from "./json-text.js";
import { placeOf, type SchemaSource } from "./source.js";

const keywords =
  `$anchor $comment $defs $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $ref $schema $vocabulary additionalItems
  additionalProperties allOf anyOf const contains contentEncoding contentMediaType contentSchema default definitions dependencies
  dependentRequired dependentSchemas deprecated description else enum examples exclusiveMaximum exclusiveMinimum format if items maxContains
  maximum maxItems maxLength maxProperties minContains minimum minItems minLength minProperties multipleOf not oneOf pattern
  patternProperties prefixItems properties propertyNames readOnly required then title type unevaluatedItems unevaluatedProperties uniqueItems
  writeOnly`.split(/\s+/);

// Words that others give a meaning, however near they are to one of these.
const known = new Set([...keywords, ..."id nullable example discriminator externalDocs xml note notes unit units label labels".split(" ")]);

/** A warning for a word that is nearly one of JSON Schema's: it says nothing, which nobody means who wrote it. Words of one's own stay silent. */
export function misspelt(member: JsonMember, dialect: Dialect, source: SchemaSource): Diagnostic | undefined {
  const { key } = member;
  if (known.has(key) || key.startsWith("x-")) return undefined;
  const words = keywords.filter((word) => isWordOf(dialect, word));
  const meant = suggest(key, words, key.length < 8 ? 1 : key.length < 15 ? 2 : 3);
  if (meant === undefined || (meant.length < 5 && !isSwapped(key, meant))) return undefined;
  return {
    code: "SCHEMA_INVALID",
    severity: "warning",
    message: `${dialect} has no ${key}, so it says nothing here`,
    place: placeOf(source, member),
    hint: `Did you mean ${meant}? A word of your own is left alone where it begins with x-`,
  };
}

/** Short words have neighbours of every sort, so only the same letters count. */
function isSwapped(key: string, word: string): boolean {
  const letters = (text: string) => [...text.toLowerCase()].sort().join("");
  return letters(key) === letters(word);
}
