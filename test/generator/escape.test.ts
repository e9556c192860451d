import { runInNewContext } from "node:vm";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { commentText, docComment, identifier, literalKey, propertyKey, stringLiteral } from "../../generator/render/escape.js";
import { schemaChunks } from "../../generator/render/schema-text.js";

const pieces = [
  "*/",
  "/*",
  "`",
  "${",
  '"',
  "'",
  "\\",
  "\n",
  "\r",
  "\u2028",
  "\u2029",
  "\u202e",
  "\u0000",
  "\ud800",
  "@ts-ignore",
  "//",
  "x",
  "é",
];
const hostile = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary" }))).map((parts) => parts.join(""));

describe("stringLiteral", () => {
  test("is the text again, whatever the text", () => {
    fc.assert(
      fc.property(hostile, (text) => runInNewContext(stringLiteral(text)) === text),
      { numRuns: 500 },
    );
  });

  test("is plain ASCII controls apart: nothing invisible, nothing that turns the reading direction", () => {
    fc.assert(
      fc.property(hostile, (text) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(stringLiteral(text))),
      { numRuns: 500 },
    );
  });

  test.each([
    ['say "hi"', `'say "hi"'`],
    ["it's", `"it's"`],
    [`'"`, `"'\\""`],
  ])("chooses the quotes that formatters choose: %s", (text, want) => {
    expect(stringLiteral(text)).toBe(want);
  });
});

describe("comments", () => {
  test("a doc comment is one comment, whatever its text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const source = `${docComment([text]).join("\n")}\nexport {};\n`;
        const file = ts.createSourceFile("x.ts", source, ts.ScriptTarget.ES2022);
        return file.statements.length === 1 && file.statements[0]?.getText(file) === "export {};";
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["@ts-ignore", "\\@ts-ignore"],
    ["mail a@b.example", "mail a@b.example"],
    ["biome-ignore lint: x", "\\biome-ignore lint: x"],
    ["# sourceMappingURL=x", "\\# sourceMappingURL=x"],
    ["a\u2028b", "a b"],
    ["\u202eevil", "\\u202eevil"],
  ])("%j can't speak to tools", (text, want) => {
    expect(commentText(text)).toBe(want);
  });

  test("long lines are wrapped within the width", () => {
    const lines = docComment(["word ".repeat(80)]);
    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(136);
  });
});

describe("names", () => {
  test.each([
    ["OrderCreated", "OrderCreated"],
    ["class", "class$"],
    ["await", "await$"],
    ["string", "string$"],
    ["line-item", "LineItem"],
    ["1st", "_1st"],
    ["", "_"],
    ["x;alert(1)", "XAlert1"],
  ])("identifier %j → %s", (name, want) => {
    expect(identifier(name)).toBe(want);
  });

  test("every letter that a name keeps is one to the oldest compiler", async () => {
    const { default: oldest } = await import("typescript-5.4");
    const wrong: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const name = identifier(`a${String.fromCodePoint(code)}`);
      const end = name.codePointAt(1) ?? 0x61;
      if (!oldest.isIdentifierPart(end, oldest.ScriptTarget.ES2022)) wrong.push(code.toString(16));
      const first = identifier(String.fromCodePoint(code)).codePointAt(0) ?? 0;
      if (!oldest.isIdentifierStart(first, oldest.ScriptTarget.ES2022)) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test("an identifier declares", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const file = ts.createSourceFile("x.ts", `type ${identifier(name)} = 1;`, ts.ScriptTarget.ES2022);
        return file.statements.length === 1 && file.statements[0] !== undefined && ts.isTypeAliasDeclaration(file.statements[0]);
      }),
      { numRuns: 300 },
    );
  });

  test("a key in an object literal is a key, also __proto__", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.constant("__proto__")), (name) => {
        const keys: unknown = runInNewContext(`Object.keys({ ${literalKey(name)}: 1 })`);
        return JSON.stringify(keys) === JSON.stringify([name]);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["zip code", '"zip code"'],
    ["größe", "größe"],
    ["default", "default"],
  ])("property %s → %s", (name, want) => {
    expect(propertyKey(name)).toBe(want);
  });
});

test("a schema's chunks are its text again, cut where no string is cut", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const chunks = schemaChunks(text);
      const cut = chunks.slice(0, -1).filter((chunk) => !/[[{,]$/.test(chunk));
      return chunks.join("") === text && cut.length === 0;
    }),
    { numRuns: 500 },
  );
});
