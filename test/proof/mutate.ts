/** Seeded damage to JSON: what people and merges do to a schema. */
import { Dice } from "./random.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Vocabulary {
  /** Keys that mean something, and some that almost do. */
  readonly keys: readonly string[];
  /** Values that mean something somewhere. */
  readonly values: readonly Json[];
}

const anything: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  "",
  " ",
  "a b",
  "__proto__",
  "\u202e",
  [],
  {},
  [[]],
  [null],
  { type: 1 },
  "x".repeat(300),
];

/** One to three changes at random places; the same for the same seed. */
export function mutated(json: Json, seed: number, vocabulary: Vocabulary): Json {
  const dice = new Dice(seed);
  let changed = json;
  for (let left = dice.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    const paths = pathsOf(changed);
    changed = replaced(changed, dice.pick(paths), (old) => damage(old, { dice, vocabulary, all: () => at(changed, dice.pick(paths)) }));
  }
  return changed;
}

/** Damage to the text itself: a hand that slipped, a file cut short. */
export function mutatedText(text: string, seed: number): string {
  const dice = new Dice(seed);
  const at = dice.int(0, Math.max(0, text.length - 1));
  const cut = text.slice(0, at);
  const kind = dice.int(0, 4);
  if (kind === 0) return cut;
  if (kind === 1) return cut + text.slice(at + 1);
  if (kind === 2) return cut + dice.pick([..."{}[]\",:\\0e-#/*'\u0000\u00a0\ufeff"]) + text.slice(at);
  if (kind === 3) return cut + text.slice(at, at + dice.int(1, 20)) + text.slice(at);
  return `${text}${dice.pick(["}", "{}", ",", "\u0000", "//", text])}`;
}

interface Hand {
  readonly dice: Dice;
  readonly vocabulary: Vocabulary;
  /** Some other part of the same schema. */
  all(): Json;
}

function damage(old: Json, { dice, vocabulary, all }: Hand): Json | undefined {
  switch (dice.int(0, 9)) {
    case 0:
    case 1:
      return undefined;
    case 2:
      return dice.pick(anything);
    case 3:
      return all();
    case 4:
    case 5:
      return dice.pick(vocabulary.values);
    case 6:
      return dice.chance(0.5) ? [old] : { type: old };
    default:
      return inner(old, dice, vocabulary);
  }
}

function inner(old: Json, dice: Dice, { keys, values }: Vocabulary): Json {
  if (typeof old === "string") {
    const at = dice.int(0, old.length);
    return dice.pick([
      old.slice(0, at) + old.slice(at + 1),
      `${old.slice(0, at)}${dice.pick(["x", ".", " ", "é", "$", "/"])}${old.slice(at)}`,
      old.toUpperCase(),
    ]);
  }
  if (isList(old)) return old.length === 0 ? [dice.pick(values)] : [...old, dice.pick(old)];
  if (typeof old !== "object" || old === null) return dice.pick(values);
  const entries = Object.entries(old);
  const picked = dice.int(0, Math.max(0, entries.length - 1));
  if (dice.chance(0.5)) return object([...entries, [dice.pick(keys), dice.pick(values)]]);
  return object(entries.map(([key, value], index) => [index === picked ? dice.pick(keys) : key, value]));
}

type Path = readonly (string | number)[];

/** The way to each part, itself included. */
export function pathsOf(json: Json, path: Path = []): readonly Path[] {
  if (typeof json !== "object" || json === null) return [path];
  const parts: (readonly [string | number, Json])[] = isList(json)
    ? json.map((item, index) => [index, item] as const)
    : Object.entries(json);
  return [path, ...parts.flatMap(([key, value]) => pathsOf(value, [...path, key]))];
}

/** Another value at a path; what is undefined goes. */
export function replaced(json: Json, path: Path, change: (old: Json) => Json | undefined): Json {
  const [head, ...rest] = path;
  if (head === undefined) return change(json) ?? null;
  const step = (old: Json): Json | undefined => (rest.length === 0 ? change(old) : replaced(old, rest, change));
  if (isList(json)) {
    return json.flatMap((item, index): readonly Json[] => {
      const next = index === head ? step(item) : item;
      return next === undefined ? [] : [next];
    });
  }
  if (typeof json !== "object" || json === null) return json;
  return object(
    Object.entries(json).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
      const next = key === head ? step(value) : value;
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

function at(json: Json, path: Path): Json {
  let found: Json = json;
  for (const step of path) {
    if (isList(found)) found = found[Number(step)] ?? null;
    else if (typeof found === "object" && found !== null) found = Object.entries(found).find(([key]) => key === step)?.[1] ?? null;
  }
  return found;
}

/** `__proto__` is a key like any other. */
function object(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
