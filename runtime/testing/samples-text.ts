import type { Draw } from "./draw.js";

/** A string for a JSON Schema node: of its format, its pattern as far as that is simple, or its length. */
export function textFor(node: Readonly<Record<string, unknown>>, draw: Draw): string {
  const known = formats[String(node.format)];
  if (known) return draw.of(known);
  if (typeof node.pattern === "string") return textOfPattern(node.pattern, draw);
  const least = typeof node.minLength === "number" ? Math.min(node.minLength, longest) : 0;
  const most = typeof node.maxLength === "number" ? Math.min(node.maxLength, longest) : least + 300;
  const fitting = ["", "plain", "ä€🙂", 'line\nbreak "quoted"\\'].filter((text) => [...text].length >= least && [...text].length <= most);
  return draw.of(["x".repeat(least), "x".repeat(most), ...fitting]);
}

// A schema may ask for more than a test should make.
const longest = 10_000;

const formats: Readonly<Record<string, readonly [string, ...string[]]>> = {
  uuid: ["00000000-0000-4000-8000-000000000000", "0f8fad5b-d9cb-469f-a165-70867728950e"],
  "date-time": ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999Z", "9999-12-31T23:59:59+14:00"],
  date: ["1970-01-01", "2024-02-29", "9999-12-31"],
  time: ["00:00:00Z", "23:59:59.999Z"],
  duration: ["P1D", "PT0S"],
  email: ["a@example.com"],
  hostname: ["example.com"],
  ipv4: ["0.0.0.0", "255.255.255.255"],
  ipv6: ["::1"],
  uri: ["https://example.com/a?b=c#d", "urn:x:y"],
  "uri-reference": ["/a", "../b"],
};

/** Literals, classes, `\d \w \s .` and quantifiers; of alternatives in a group the first. The caller checks what comes out. */
function textOfPattern(pattern: string, draw: Draw): string {
  let text = "";
  for (const [, atom = "", quantifier = ""] of flattened(pattern).matchAll(
    /(\[(?:\\.|[^\]\\])*\]|\\.|[^\\^$?*+{}])((?:[?*+]|\{\d+(?:,\d*)?\})?)/gs,
  )) {
    const [least, most] = timesOf(quantifier);
    const times = least + draw.below(most - least + 1);
    for (let time = 0; time < times; time += 1) text += draw.of(charsOf(atom));
  }
  return text;
}

// Groups without a quantifier of their own are taken apart; the first alternative stands for all.
function flattened(pattern: string): string {
  let flat = pattern;
  for (let round = 0; round < 10 && flat.length < longest && flat.includes("("); round += 1) {
    flat = flat.replace(/\((?:\?:)?([^()]*)\)(\{(\d+)[^}]*\}|[?*+])?/g, (_, inner: string, quantifier = "", count = "") =>
      (inner.split("|")[0] ?? "").repeat(count === "" ? (quantifier === "?" || quantifier === "*" ? 0 : 1) : Math.min(Number(count), 20)),
    );
  }
  return flat.split("|")[0] ?? "";
}

function timesOf(quantifier: string): readonly [number, number] {
  if (quantifier === "") return [1, 1];
  if (quantifier === "?") return [0, 1];
  if (quantifier === "*") return [0, 3];
  if (quantifier === "+") return [1, 3];
  const [, least = "1", comma, most] = /\{(\d+)(,?)(\d*)\}/.exec(quantifier) ?? [];
  return [Math.min(Number(least), 1_000), Math.min(comma ? Number(most || Number(least) + 2) : Number(least), 1_000)];
}

const classes: Readonly<Record<string, readonly [string, ...string[]]>> = {
  d: ["0", "9", "5"],
  w: ["a", "Z", "_", "7"],
  s: [" "],
  n: ["\n"],
  t: ["\t"],
};

function charsOf(atom: string): readonly [string, ...string[]] {
  if (atom === ".") return ["x"];
  if (atom.startsWith("\\")) return classes[atom.slice(1)] ?? [atom.slice(1)];
  if (!atom.startsWith("[")) return [atom];
  if (atom.startsWith("[^")) return [["x", "0", "-", " "].find((char) => !atom.includes(char)) ?? "~"];
  const edges = [...atom.slice(1, -1).matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/gs)].flatMap(([, from = "", to]) =>
    to === undefined ? [...charsOf(from)] : [from, to.replace(/^\\/, "")],
  );
  return [edges[0] ?? "x", ...edges.slice(1)];
}
