/** Items: by position, all others, counted, unique, contained. */
import type { Path } from "../side.js";
import { atIndex, type Cell, isNothing, prefixLength } from "./cell.js";
import { pick } from "./cells.js";
import { type Handle, meaningText } from "./document.js";
import { type Gap, isProven, type Proof } from "./gap.js";
import { arrayPart } from "./parts.js";
import type { JsonObject } from "./value.js";

/** The gaps that a schema's own array keywords leave for a cell of arrays. */
export function withinArray(proof: Proof, cell: Cell, right: Handle, schema: JsonObject, path: Path): readonly Gap[] {
  return [
    ...counts(cell, schema, path),
    ...contains(proof, cell, right, schema, path),
    ...arrayPart(schema, right.doc).flatMap(({ prefix, rest }) => {
      const positions = Math.max(prefixLength(cell), prefix.length) + 1;
      return Array.from({ length: positions }, (_, index) => index)
        .filter((index) => isReachable(cell, index))
        .flatMap((index) => proof.child(atIndex(cell, index), prefix[index] ?? rest, [...path, "[]"]));
    }),
  ];
}

/** An item can stand at an index only if every item up to it can stand too. */
function isReachable(cell: Cell, index: number): boolean {
  return index < cell.maxItems && !Array.from({ length: index + 1 }, (_, at) => atIndex(cell, at)).some(isNothing);
}

function longest(cell: Cell): number {
  const positions = prefixLength(cell);
  for (let index = 0; index <= positions; index += 1) if (isNothing(atIndex(cell, index))) return Math.min(index, cell.maxItems);
  return cell.maxItems;
}

function counts(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  const gaps: Gap[] = [];
  const demand = (detail: string) => gaps.push({ rule: "CONSTRAINT_TIGHTENED", path, detail });
  const { minItems, maxItems, uniqueItems } = schema;
  if (typeof minItems === "number" && cell.minItems < minItems) demand(`the reader demands at least ${minItems} items`);
  if (typeof maxItems === "number" && longest(cell) > maxItems) demand(`the reader takes at most ${maxItems} items`);
  if (uniqueItems === true && !cell.unique && longest(cell) > 1) demand("the reader demands unique items");
  return gaps;
}

function contains(proof: Proof, cell: Cell, { doc }: Handle, schema: JsonObject, path: Path): readonly Gap[] {
  if (schema.contains === undefined) return [];
  const keys = ["contains", "minContains", "maxContains"];
  if (cell.holds.has(meaningText({ schema: pick(schema, keys), doc }))) return [];
  const least = typeof schema.minContains === "number" ? schema.minContains : 1;
  const wanted = { schema: schema.contains, doc };
  const all = () =>
    Array.from({ length: prefixLength(cell) + 1 }, (_, index) => atIndex(cell, index)).every(
      (left) => isNothing(left) || isProven(proof.child(left, wanted, path)),
    );
  if (schema.maxContains === undefined && (least === 0 || (cell.minItems >= least && all()))) return [];
  return [{ rule: "CONSTRAINT_TIGHTENED", path, detail: 'the reader demands items ("contains") that the writer does not promise' }];
}
