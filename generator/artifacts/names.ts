import { capitalized, identifier, plainLetters } from "../render/escape.js";

/** `OrderCreated` → `orderCreated`; `HTTPRequest` → `httpRequest`; `order_line` → `orderLine`. */
export function camel(name: string): string {
  const joined = pascal(name);
  return joined.replace(/^\p{Lu}+(?=\p{Lu}[\p{Ll}\p{Nd}])|^\p{Lu}+/u, (start) => start.toLowerCase());
}

const oneWord = /^[A-Za-z$][A-Za-z0-9$]*$/;

/** `order-summary` → `OrderSummary`; inner capitals stay. */
export function pascal(name: string): string {
  if (oneWord.test(name)) return name.charAt(0).toUpperCase() + name.slice(1);
  const joined = plainLetters(name)
    .split(/(?:[^\p{ID_Continue}$]|_)+/u)
    .filter((word) => word !== "")
    .map(capitalized)
    .join("");
  return /^[\p{ID_Start}$]/u.test(joined) ? joined : `_${joined}`;
}

// A letter that nobody sees would make two files look like one.
const noFileLetter = /(?:\p{Default_Ignorable_Code_Point}|[^\p{L}\p{M}\p{Nd}._-])+/gu;

/** A file name's stem: letters in lower case, digits, `-`, `.` and `_`; never a step out of its folder. */
export function fileStem(name: string): string {
  const stem = name
    .normalize("NFC")
    .replace(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .replace(noFileLetter, "-")
    .replace(/^[.-]+|[.-]+$/g, "");
  return stem === "" ? "_" : stem;
}

/** `order-summary` → `order_summary`. */
export function snake(name: string): string {
  return fileStem(name).replace(/[.-]+/g, "_");
}

/** A full name as one word: `acme.orders.Money` → `AcmeOrdersMoney`. */
export function qualified(fullName: string): string {
  return fullName.split(".").map(pascal).join("");
}

/** One item that wants a name in a scope. */
export interface Candidate {
  readonly fullName: string;
  /** The name it has when nothing clashes. */
  readonly short: string;
  /** The same with its namespace; few are ever asked. */
  readonly long: () => string;
  /** With every letter of its full name, where even that clashes. */
  readonly verbatim?: () => string;
  /** Keeps the short name in a clash, when it is the only one that says so. */
  readonly home?: boolean;
}

/**
 * Names for items that share a scope. A clash is resolved by namespace, never by a counter: so the answer does not
 * depend on order, and what does not clash is not renamed.
 */
export function distinctNames(items: readonly Candidate[], taken: ReadonlySet<string> = new Set()): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set(taken);
  const levels: ((item: Candidate) => string)[] = [
    (item) => item.short,
    (item) => item.long(),
    (item) => item.verbatim?.() ?? identifier(item.fullName.replaceAll(".", "_")),
    (item) => exact(item.fullName),
  ];
  let open = [...items];
  for (const level of levels) {
    const groups = groupBy(open, level);
    open = [];
    for (const [name, group] of groups) {
      const winner = group.length === 1 ? group[0] : onlyHome(group);
      const free = winner !== undefined && !used.has(name);
      if (free) names.set(winner.fullName, name);
      open.push(...group.filter((item) => !free || item !== winner));
    }
    for (const name of names.values()) used.add(name);
  }
  return names;
}

function onlyHome(group: readonly Candidate[]): Candidate | undefined {
  const home = group.filter((item) => item.home);
  return home.length === 1 ? home[0] : undefined;
}

function groupBy(items: readonly Candidate[], key: (item: Candidate) => string): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/** Different for different full names, whatever characters they hold. */
function exact(fullName: string): string {
  return `$${[...fullName].map((c) => (/[A-Za-z0-9_]/.test(c) ? c : `$${c.codePointAt(0)?.toString(16)}$`)).join("")}`;
}
