import { type Json, mutated, mutatedText } from "../mutate.js";
import { randomUniverse } from "./random-schema.js";

const vocabulary = {
  keys: "type name namespace fields items values symbols size default aliases doc order logicalType precision scale typ nme feilds".split(
    " ",
  ),
  values: [
    ..."null boolean int long float double bytes string record enum fixed array map error union strng Unknown a.b.Unknown 1 A".split(" "),
    ...[0, 1, -1, 16, 2147483648, "", ["null", "string"], ["string", "string"], ["null", ["int"]], [], {}, { type: "int" }, null, true],
    ...[
      { type: "array", items: "int" },
      { type: "map", values: "nothing" },
      { type: "enum", name: "E_", symbols: ["A", "A"] },
    ],
    ...[{ type: "fixed", name: "F_", size: -1 }, { type: "long", logicalType: "timestamp-millis" }, ["int", { type: "null" }]],
  ] satisfies readonly Json[],
};

/** A random schema that is damaged. */
export function damaged(chance: number): string {
  const [file] = randomUniverse(chance, 1).files.values();
  return damagedText(file?.json as Json, chance);
}

/** One schema in seven is damaged as a text, the others as what they say. */
export function damagedText(json: Json, chance: number): string {
  return chance % 7 === 0
    ? mutatedText(JSON.stringify(json, undefined, 1), chance)
    : JSON.stringify(mutated(json, chance, vocabulary), undefined, 1);
}
