/** One word, string or sign of a TypeScript text. */
export interface Token {
  readonly kind: "word" | "string" | "sign";
  /** A string's own value. */
  readonly text: string;
  /** The comments between it and the token before. */
  readonly comments: readonly string[];
}

const space = /[\s\ufeff]+/y;
const comment = /\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\//y;
const word = /[\p{ID_Continue}$\u200c\u200d]+/uy;
const string = /"([^"\\\n\r]*)"|'([^'\\\n\r]*)'/y;
const sign = /=>|\.\.\.|[^\s"'`/\\]/uy;

/**
 * The tokens of a text, where they can be told without a parser: undefined for text with an escape, a regular expression or
 * a division outside of a template. Loading the parser takes half a second, which most runs need not spend.
 */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let comments: string[] = [];
  let at = text.startsWith("#!") ? text.search(/$/m) : 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const push = (kind: Token["kind"], value: string) => {
    tokens.push({ kind, text: value, comments });
    comments = [];
  };
  while (at < text.length) {
    if (take(space) !== null) continue;
    const note = take(comment);
    const literal = take(string);
    const name = note === null && literal === null ? take(word) : null;
    if (note !== null) comments.push(note[0]);
    if (literal !== null) push("string", literal[1] ?? literal[2] ?? "");
    else if (name !== null) push("word", name[0]);
    else if (note === null && text.charAt(at) === "`") {
      const end = templateEnd(text, at);
      if (end === undefined) return undefined;
      push("string", text.slice(at, end));
      at = end;
    } else if (note === null) {
      const found = take(sign);
      if (found === null) return undefined;
      push("sign", found[0]);
    }
  }
  return tokens;
}

/** Behind the closing backtick; undefined where code stands in the template that is more than plain brackets and names. */
function templateEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    const c = text.charAt(at);
    if (depth === 0) {
      if (c === "`") return at + 1;
      if (c === "\\") at += 1;
      else if (c === "$" && text.charAt(at + 1) === "{") {
        depth = 1;
        at += 1;
      }
    } else if (/["'`/\\]/.test(c)) return undefined;
    else if (c === "{") depth += 1;
    else if (c === "}") depth -= 1;
  }
  return undefined;
}
