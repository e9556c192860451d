/** One escaper per position of a TypeScript file; schema text is hostile and reaches a file through these only. */

const reserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if
  implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof
  var void while with yield any unknown never number bigint boolean string symbol object undefined globalThis`.split(/\s+/),
);

// Room for ` * ` and two levels of indentation within 140.
const commentWidth = 128;

const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
// Letters that nobody sees would make two names look like one, and TypeScript 5.4 does not know those that came after it was made.
const young = `0870-089f 08b5 08be-08d2 0b55 0c3c 0c5c-0c5d 0cdc-0cdd 0cf3 0d04 0d81 0ece 170d-1715 171f 1abf-1aeb 1b4c 1c89-1c8a 1dfa 2c2f 2c5f
  30fb 31bb-31bf 4db6-4dbf 9ff0-9fff a7c0-a7dc a7f1-a7f6 a82c ab68-ab69 ff65`;
const youngClass = young.replace(/[0-9a-f]{4}/g, "\\u$&").replace(/\s+/g, "");
const strange = new RegExp(`\\p{Default_Ignorable_Code_Point}|[\\u{10000}-\\u{10ffff}]|[${youngClass}]`, "gu");

// Formatters take the quotes off every name that the language allows bare.
const plainKey = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

// Controls, invisible and direction-changing characters, line separators, lone surrogates: never printed as themselves.
const unprintable =
  /[\p{Cc}\p{Cf}\u2028\u2029]|\p{Variation_Selector}|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu;

/** A name for a declaration: itself where TypeScript takes it, else with a `$` behind; words joined where it is no name at all. */
export function identifier(name: string): string {
  const plain = plainName.test(name) ? name : words(plainLetters(name));
  return reserved.has(plain) ? `${plain}$` : plain;
}

/** A string literal, in the quotes that need fewer escapes, as formatters choose them. */
export function stringLiteral(text: string): string {
  const quote = text.includes('"') && (!text.includes("'") || count(text, '"') > count(text, "'")) ? "'" : '"';
  const body = text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  return `${quote}${visible(body)}${quote}`;
}

/** A member's name in a type. */
export function propertyKey(name: string): string {
  return isBare(name) ? name : stringLiteral(name);
}

/** A property's name in an object literal, where `__proto__` would set the prototype. */
export function literalKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyKey(name);
}

/** What follows a value to read one of its members. */
export function memberAccess(name: string): string {
  return isBare(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

// Nothing in such a text can end a comment or speak to a tool: most docs are, and six replacements each would be half of rendering.
const harmless = /^(?!.*(?:tslint:|ignore|webpack| {2}|^ | $))[\w .,;:()'"=<>!?$%&[\]{}|~^+`]*$/;

/** One line inside any comment: can't end it, can't speak to a compiler, linter, bundler or test runner. */
export function commentText(text: string): string {
  if (harmless.test(text)) return text;
  return visible(text.replace(/\s+/g, " ").trim())
    .replaceAll("*/", "*\\/")
    .replaceAll("/*", "/\\*")
    .replace(/(^|[^\w.`])@(?=\w)/g, "$1\\@")
    .replace(/[#@](?=__PURE__|__NO_SIDE_EFFECTS__|\s*source(?:Mapping)?URL)/g, "\\$&")
    .replace(
      /\b(?:biome-ignore|eslint-|oxlint-|tslint:|prettier-ignore|deno-lint|deno-fmt|webpack[A-Z]|(?:istanbul|[cv]8) ignore)/g,
      "\\$&",
    );
}

/** A doc comment of these paragraphs, their line breaks kept and long lines wrapped, and of tags that are ours; nothing for none. */
export function docComment(paragraphs: readonly string[], tags: readonly string[] = []): readonly string[] {
  const said = paragraphs
    .flatMap((text) => (printable.test(text) ? [text] : text.split(/\r\n|[\n\r\u2028\u2029]/)))
    .map(commentText)
    .filter((line) => line !== "")
    .flatMap(wrap);
  const lines = [...said, ...tags];
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`), " */"];
}

function wrap(line: string): readonly string[] {
  if (line.length <= commentWidth) return [line];
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + word.length >= commentWidth) {
      lines.push(current);
      current = "";
    }
    current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** A name with a space for each letter that no name of ours has. */
export function plainLetters(name: string): string {
  return name.replace(strange, " ");
}

function isBare(name: string): boolean {
  return plainKey.test(name) && plainLetters(name) === name;
}

/** The first letter in upper case, however many code units it takes. */
export function capitalized(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function words(name: string): string {
  if (plainKey.test(name)) return name;
  const joined = name
    .split(/[^\p{ID_Continue}$]+/u)
    .filter((word) => word !== "")
    .map(capitalized)
    .join("");
  return plainKey.test(joined) ? joined : `_${joined}`;
}

const printable = /^[ -~]*$/;

function visible(text: string): string {
  if (printable.test(text)) return text;
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code === 10) return "\\n";
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
