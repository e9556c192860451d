/** Inclusion of JSON Schemas by structure: every value of the old side is allowed by the new one, or the keyword that isn't proven. */
import type { Path } from "../side.js";
import { withinArray } from "./array.js";
import { type Cell, conjunctionText } from "./cell.js";
import { cellsOf, composites, pick } from "./cells.js";
import { disjoint } from "./disjoint.js";
import { type Handle, lookUp, meaningText } from "./document.js";
import { evaluate } from "./evaluate.js";
import { type Gap, isProven, type Proof } from "./gap.js";
import { withinObject } from "./object.js";
import { standsAlone } from "./parts.js";
import { withinScalar } from "./scalar.js";
import { isObject, type Json, type JsonObject } from "./value.js";

const mostSteps = 50_000;

/** The gaps in a proof that all values of `left` are values of `right`; none = proven. */
export function inclusionGaps(left: Handle, right: Handle): readonly Gap[] {
  const proof: Proof = { open: new Set(), steps: mostSteps, child: (l, r, path) => conjunctionWithin(proof, l, r, path) };
  return conjunctionWithin(proof, [left], right, []);
}

function conjunctionWithin(proof: Proof, left: readonly Handle[], right: Handle, path: Path): readonly Gap[] {
  if (right.schema === true) return [];
  const wanted = meaningText(right);
  if (left.some((handle) => meaningText(handle) === wanted)) return [];
  const key = `${conjunctionText(left)} => ${wanted}`;
  if (proof.open.has(key)) return [];
  proof.open.add(key);
  const gaps = cellsOf(left).flatMap((cell) => cellWithin(proof, cell, right, path, 0));
  proof.open.delete(key);
  return distinct(gaps);
}

function cellWithin(proof: Proof, cell: Cell, right: Handle, path: Path, depth: number): readonly Gap[] {
  const { schema, doc } = right;
  if (schema === true) return [];
  proof.steps -= 1;
  if (proof.steps < 0 || depth > 64) return [{ rule: "UNDECIDED", path, detail: "the schemas are too large or too deep for this check" }];
  if (!isObject(schema)) return [{ rule: "TYPE_CHANGED", path, detail: "nothing is allowed here any more" }];
  if (cell.holds.has(meaningText(right))) return [];
  if (cell.literals?.every((value) => evaluate(value, right) === true)) return [];
  const inner = (sub: Json) => cellWithin(proof, cell, { schema: sub, doc }, path, depth + 1);
  if (typeof schema.$ref === "string") {
    const target = lookUp(doc, schema.$ref);
    if (target === undefined) return [{ rule: "UNDECIDED", path, detail: `the reference ${schema.$ref} leads out of the schema` }];
    const gaps = inner(target);
    return doc.siblingsOfRef ? [...gaps, ...inner(without(schema, "$ref"))] : gaps;
  }
  return [
    ...withinScalar(cell, schema, path),
    ...(cell.type === "object" ? withinObject(proof, cell, right, schema, path) : []),
    ...(cell.type === "array" ? withinArray(proof, cell, right, schema, path) : []),
    ...list(schema.allOf).flatMap(inner),
    ...withinComposites(cell, right, schema, path, inner),
    ...unknownKeywords(cell, schema, path),
  ];
}

type Inner = (schema: Json) => readonly Gap[];

function withinComposites(cell: Cell, { doc }: Handle, schema: JsonObject, path: Path, inner: Inner): readonly Gap[] {
  const answered = (keys: readonly string[]) => cell.holds.has(meaningText({ schema: pick(schema, keys), doc }));
  return composites.flatMap((keys): readonly Gap[] => {
    const [ruler = ""] = keys;
    const value = schema[ruler];
    if (value === undefined || answered(keys)) return [];
    switch (ruler) {
      case "anyOf":
        return withinAny(list(value), path, inner);
      case "oneOf":
        return withinOne(cell, list(value), doc, path, inner);
      case "not":
        return withinNot(cell, { schema: value, doc }, path);
      case "if":
        return withinIf(cell, schema, doc, inner);
      default:
        return [];
    }
  });
}

function withinAny(branches: readonly Json[], path: Path, inner: Inner): readonly Gap[] {
  const tries = branches.map(inner);
  const taken = tries.find((gaps) => gaps.length === 0) ?? tries.find(isProven);
  if (taken !== undefined) return taken;
  // The branch that came nearest says most about what went wrong.
  const nearest = tries.filter((gaps) => gaps.every((gap) => gap.path.length > path.length)).sort((a, b) => a.length - b.length)[0];
  return nearest ?? [{ rule: "UNION_BRANCH_UNKNOWN", path, detail: "no branch of the reader's union takes all that the writer may write" }];
}

function withinOne(cell: Cell, branches: readonly Json[], doc: Handle["doc"], path: Path, inner: Inner): readonly Gap[] {
  const some = withinAny(branches, path, inner);
  if (!isProven(some)) return some;
  const taken = branches.filter((branch) => isProven(inner(branch)));
  const [own] = taken;
  const others = branches.filter((branch) => branch !== own);
  if (taken.length === 1 && others.every((branch) => disjoint(cell, { schema: branch, doc }))) return some;
  return [{ rule: "UNION_BRANCH_UNKNOWN", path, detail: "what the writer writes may fit two branches of a oneOf" }];
}

function withinNot(cell: Cell, excluded: Handle, path: Path): readonly Gap[] {
  if (disjoint(cell, excluded) || cell.not.some((other) => isProven(inclusionGaps(excluded, other)))) return [];
  return [{ rule: "CONSTRAINT_TIGHTENED", path, detail: 'the reader excludes values ("not") that the writer may write' }];
}

function withinIf(cell: Cell, schema: JsonObject, doc: Handle["doc"], inner: Inner): readonly Gap[] {
  const condition = { schema: schema.if ?? true, doc };
  const never = disjoint(cell, condition);
  const always = isProven(inner(condition.schema));
  const then = never ? [] : inner(schema.then ?? true);
  const otherwise = always ? [] : inner(schema.else ?? true);
  return [...then, ...otherwise];
}

function unknownKeywords(cell: Cell, schema: JsonObject, path: Path): readonly Gap[] {
  const keys = ["$dynamicRef", "$recursiveRef", ...(standsAlone(schema) ? [] : (unevaluated[cell.type] ?? []))];
  return keys
    .filter((key) => schema[key] !== undefined && schema[key] !== true)
    .map((key) => ({ rule: "UNDECIDED", path, detail: `"${key}" is not decided by this check` }));
}

const unevaluated: Partial<Record<Cell["type"], readonly string[]>> = { object: ["unevaluatedProperties"], array: ["unevaluatedItems"] };

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  const seen = new Set<string>();
  return gaps.filter((gap) => {
    const text = [gap.rule, ...gap.path, gap.detail].join("\n");
    return seen.has(text) ? false : Boolean(seen.add(text));
  });
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function without(schema: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}
