/** Regular expressions as JSON Schema has them, by their syntax trees. */
import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { Undecided } from "../undecided.js";

const parser = new RegExpParser({ ecmaVersion: 2024 });
const parsed = new Map<string, AST.Pattern>();

/** The tree of a pattern. @throws Undecided on a text that is none. */
export function parsePattern(source: string): AST.Pattern {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  try {
    const tree = parser.parsePattern(source, 0, source.length, { unicode: true });
    if (parsed.size > 2_000) parsed.clear();
    parsed.set(source, tree);
    return tree;
  } catch {
    throw new Undecided(`${JSON.stringify(source)} is no regular expression`);
  }
}

/** True for a pattern that is surely found in every string. */
export function everywhere(source: string): boolean {
  return parsePattern(source).alternatives.some(({ elements }) =>
    elements.every((element, at) => mayBeEmpty(element, at, elements.length)),
  );
}

function mayBeEmpty(element: AST.Element, at: number, count: number): boolean {
  if (element.type === "Quantifier") return element.min === 0;
  if (element.type === "Assertion") {
    return (element.kind === "start" && at === 0) || (element.kind === "end" && at === 0 && count === 1);
  }
  return false;
}

interface Look {
  readonly source: string;
  readonly holds: boolean;
}

/** Splits `^(?=a)(?!b)c` into what is looked ahead to and what is matched, each a pattern from the start. */
export function leadingLooks(source: string): { readonly looks: readonly Look[]; readonly rest: string } {
  const [only, ...others] = parsePattern(source).alternatives;
  const [first, ...elements] = only?.elements ?? [];
  if (others.length > 0 || first?.type !== "Assertion" || first.kind !== "start") return { looks: [], rest: source };
  const looks: Look[] = [];
  let at = first.end;
  for (const element of elements) {
    if (element.type !== "Assertion" || element.kind !== "lookahead") break;
    const inner = element.alternatives.map(({ raw }) => raw).join("|");
    looks.push({ source: `^(?:${inner})`, holds: !element.negate });
    at = element.end;
  }
  return looks.length === 0 ? { looks, rest: source } : { looks, rest: `^${source.slice(at)}` };
}
