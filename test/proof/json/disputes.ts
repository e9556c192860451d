import { type Schema, Validator } from "@cfworker/json-schema";
import { renamed, type Verdict } from "./judge.js";

/** A known mistake of ajv's: where the schema gives it room, and an interpreter of the specification sides with us, ajv is not followed. */
interface Dispute {
  readonly reason: string;
  /** What the schema's text must hold. */
  readonly room: RegExp;
  /** And what the document must. */
  readonly by?: RegExp;
}

const disputes: readonly Dispute[] = [
  { reason: "multipleOf is computed in floats, and by parseInt beyond 1e21", room: /"multipleOf":/, by: /\d[.e]/ },
  { reason: 'a missing "" counts as there where a condition, a branch or `not` requires it', room: /"required":\[[^\]]*""/ },
  { reason: 'a missing "" counts as there where a dependency requires it', room: /"dependent(?:Required|Schemas)":/ },
  { reason: "an `if` loses what allOf evaluated", room: /"if":[\s\S]*"unevaluated|"unevaluated[\s\S]*"if":/ },
  {
    reason: "a tuple with contains accepts [] below not and anyOf",
    room: /"contains":[\s\S]*"prefixItems":|"prefixItems":[\s\S]*"contains":/,
  },
  { reason: "uniqueItems compares by the type of `items` also what prefixItems judged", room: /"prefixItems":[\s\S]*"uniqueItems":true/ },
  {
    reason: "a dependency that does not apply loses what was evaluated",
    room: /"dependentSchemas":[\s\S]*"unevaluated|"unevaluated[\s\S]*"dependentSchemas":/,
  },
  {
    reason: "a name that every object inherits counts as evaluated",
    room: /"unevaluatedProperties":/,
    by: /"(?:constructor|toString|hasOwnProperty)":/,
  },
  { reason: "what a $ref leads to evaluates nothing", room: /"\$ref":[\s\S]*"unevaluated|"unevaluated[\s\S]*"\$ref":/ },
];

interface Question {
  /** The self-contained text of the schema. */
  readonly text: string;
  readonly document: unknown;
  /** Our verdict. */
  readonly accepted: boolean;
}

/** Why ajv's verdict is not followed; undefined where it is. */
export function disputed({ text, document, accepted }: Question): string | undefined {
  const written = JSON.stringify(document);
  const found = disputes.find(({ room, by }) => room.test(text) && (by?.test(written) ?? true));
  if (found === undefined) return undefined;
  return secondJudge(text)(document) === accepted ? found.reason : undefined;
}

/** Judges by another interpreter, from the self-contained text. */
export function secondJudge(text: string): Verdict {
  const schema: Schema | boolean = JSON.parse(renamed(text));
  const validator = new Validator(schema, "2020-12");
  return (document) => validator.validate(JSON.parse(renamed(JSON.stringify(document)))).valid;
}
