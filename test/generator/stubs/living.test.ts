import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StubFile } from "../../../generator/index.js";
import { mergeStub } from "../../../generator/stubs/merge.js";
import { isUpToDate } from "../../../generator/stubs/up-to-date.js";
import { repository } from "../kit.js";

const stubOf = (...events: readonly string[]): StubFile => ({
  path: "invoicing.handlers.ts",
  text: "",
  from: "schemas/orders/topic.yaml",
  topic: "orders.events",
  anchor: { kind: "handlers", type: "OrdersHandlers", factory: "ordersConsumer" },
  parts: [{ name: "handlers", entries: events.map((name) => ({ name, text: `${name}: ignore` })) }],
});

const fresh = `import { type Consumer, type ConsumerOptions, ignore, type Tx } from "eventwright/gen";
import { type OrdersHandlers, ordersConsumer } from "../generated/orders/orders.consumer.js";

export const invoicingHandlers: OrdersHandlers<Tx> = {
  OrderCancelled: ignore,
  // what it is for
  OrderPaid: async (event, { tx }) => {
    await tx.query(\`insert into t values (\${event.id})\`);
  },
};

export function invoicing(options: Omit<ConsumerOptions<Tx>, "group">): Consumer {
  return ordersConsumer({ group: "invoicing", ...options }, invoicingHandlers);
}
`;

const mark = (event: string) => `${event} is no longer an event of orders.events: this handler is never called.`;

describe("an event that is gone", () => {
  const gone = fresh.replace("  OrderCancelled", `  // ${mark("OrderCancelled")}\n  OrderCancelled`);

  test("keeps its handler, which is marked once, and unmarked when it is back", async () => {
    const marked = await mergeStub(stubOf("OrderPaid"), fresh);
    expect(marked).toEqual({ text: gone, added: [], marked: ["OrderCancelled"], unmarked: [] });
    expect(await mergeStub(stubOf("OrderPaid"), gone)).toEqual({ text: gone, added: [], marked: [], unmarked: [] });
    const back = await mergeStub(stubOf("OrderCancelled", "OrderPaid"), gone);
    expect(back).toEqual({ text: fresh, added: [], marked: [], unmarked: ["OrderCancelled"] });
  });

  test("is marked where a new one is added in the same run", async () => {
    const { text, added, marked } = await mergeStub(stubOf("OrderPaid", "OrderShipped"), fresh);
    expect({ added, marked }).toEqual({ added: ["OrderShipped"], marked: ["OrderCancelled"] });
    expect(text).toBe(gone.replace("  },\n};", "  },\n  OrderShipped: ignore,\n};"));
  });

  test.each([
    ["one line", "{ OrderCancelled: ignore, OrderPaid }", `{ /* ${mark("OrderCancelled")} */ OrderCancelled: ignore, OrderPaid }`],
    [
      "a doc comment, a quoted name and a method",
      '{\n\t/** Mine. */\n\t"OrderCancelled"(event) {},\n\tOrderPaid,\n}',
      `{\n\t/** Mine. */\n\t// ${mark("OrderCancelled")}\n\t"OrderCancelled"(event) {},\n\tOrderPaid,\n}`,
    ],
    [
      "a computed literal beside a spread",
      '{\n  ...others,\n  ["OrderCancelled"]: ignore,\n}',
      `{\n  ...others,\n  // ${mark("OrderCancelled")}\n  ["OrderCancelled"]: ignore,\n}`,
    ],
    [
      "a name that would end a comment",
      '{\n  "*/ x\\n": ignore, OrderPaid }',
      `{\n  // *\\/ x is no longer an event of orders.events: this handler is never called.\n  "*/ x\\n": ignore, OrderPaid }`,
    ],
  ])("is marked in front of it: %s", async (_, before, after) => {
    for (const eol of ["\n", "\r\n"]) {
      const around = (object: string) => `const h: OrdersHandlers<Tx> = ${object};\n`.replaceAll("\n", eol);
      const merged = await mergeStub(stubOf("OrderPaid"), around(before));
      expect(merged.text).toBe(around(after));
      expect(await mergeStub(stubOf("OrderPaid"), merged.text)).toMatchObject({ text: merged.text, marked: [] });
    }
  });
});

describe("finds the handlers", () => {
  test.each([
    ["in the call", "ordersConsumer({ ...options }, { OrderPaid: ignore });"],
    ["under another name of the factory", 'import { ordersConsumer as make } from "x";\nmake({ ...options }, { OrderPaid: ignore });'],
    ["by satisfies", "export const h = { OrderPaid: ignore } satisfies OrdersHandlers<Tx>;"],
    ["in a constant", "const h = ({ OrderPaid: ignore });\nexport const c = gen.ordersConsumer(options, h);"],
    ["frozen", "export const h: OrdersHandlers<Tx> = Object.freeze({ OrderPaid: ignore });"],
  ])("%s", async (_, text) => {
    const { text: after, added } = await mergeStub(stubOf("OrderPaid", "OrderShipped"), text);
    expect(added).toEqual(["OrderShipped"]);
    expect(after).toBe(text.replace("OrderPaid: ignore", "OrderPaid: ignore, OrderShipped: ignore"));
  });

  test("of two consumers in one file", async () => {
    const two = "const a: OrdersHandlers<Tx> = { OrderPaid: ignore };\nconst b: OrdersHandlers<undefined> = {};\n";
    const { text } = await mergeStub(stubOf("OrderPaid"), two);
    expect(text).toBe(two.replace("{}", "{\n  OrderPaid: ignore,\n}"));
  });

  test.each([
    [
      "from another file",
      'import { h } from "./h.js";\nordersConsumer(options, h);\n',
      /^its handlers are no object literal in this file$/,
      2,
      25,
    ],
    ["nowhere", "export {};\n", /^it has no ordersConsumer/, 1, 1],
    ["with a syntax error", "const h: OrdersHandlers<Tx> = {\n  OrderPaid: ,\n};\n", /Expression expected/, 2, 14],
    ["in a merge conflict", `<<<<<<< ours\n${fresh}=======\n>>>>>>> theirs\n`, /Merge conflict marker/, 1, 1],
  ])("or changes nothing and says where: %s", async (_, text, message, line, column) => {
    const merged = await mergeStub(stubOf("OrderShipped"), text);
    expect(merged).toMatchObject({ text, added: [], marked: [], problem: { message: expect.stringMatching(message), line, column } });
  });
});

test("what needs nothing is seen without the parser: a fresh stub, a marked one, handlers with code in them", () => {
  const marked = fresh.replace("  OrderCancelled", `  // ${mark("OrderCancelled")}\n  OrderCancelled`);
  expect(isUpToDate(stubOf("OrderCancelled", "OrderPaid"), fresh)).toBe(true);
  expect(isUpToDate(stubOf("OrderPaid"), marked)).toBe(true);
  expect(isUpToDate(stubOf("OrderPaid"), fresh)).toBe(false);
  expect(isUpToDate(stubOf("OrderCancelled", "OrderPaid"), marked)).toBe(false);
  expect(isUpToDate(stubOf("OrderCancelled", "OrderPaid", "OrderShipped"), fresh)).toBe(false);
});

test("the generator's door does not load the compiler", () => {
  const script = `
    import { createRequire } from "node:module";
    await import("./generator/index.ts");
    console.log(Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("ts-morph")).length);
    await import("ts-morph");
    console.log(Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("ts-morph")).length > 0);`;
  const out = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: repository,
    encoding: "utf8",
  });
  expect(out).toBe("0\ntrue\n");
});

describe("whatever the formatting", () => {
  const blank = fc.constantFrom("", " ", "  ", "\t", "\n", "\n\n", "\r\n", " /* c, { : */ ", " // } , Order: x\n", "\n\t", "\r\n    ");
  const value = fc.constantFrom(
    ": ignore",
    `: async (e, { tx }) => { await tx.query(\`a \${e.id}\`, [1, { a: 2 }]); }`,
    "(e) { return e.data.a / 2; }",
    ": (e): Promise<Map<string, number>> => f<A, B>(e)",
    ":\n    'ignore'",
    ": (/re, {\\/}/.test(a) ? ignore : 'x')",
    "",
  );
  const key = (name: string) => fc.constantFrom(name, `"${name}"`, `'${name}'`, `["${name}"]`);
  const entry = (name: string) =>
    fc.tuple(blank, key(name), blank, value, blank).map(([a, k, b, v, c]) => {
      return `${a}${k !== name && v === "" ? name : k}${v === "" ? "" : b}${v}${c}`;
    });
  const names = fc.shuffledSubarray(["OrderA", "OrderB", "OrderC", "OrderD"], { minLength: 1 });
  const object = names.chain((present) =>
    fc
      .tuple(fc.tuple(...present.map(entry)), fc.boolean(), blank, fc.constantFrom("", "...more, "))
      .map(([entries, comma, end, spread]) => {
        return `{${spread}${entries.join(",")}${comma ? "," : ""}${end}}`;
      }),
  );
  const file = fc.tuple(fc.constantFrom("", "\ufeff"), blank, object, fc.constantFrom("", ";", ";\n", ";\r\n\r\n"));

  test("every byte of the user's stays, in its order, and a second run changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.subarray(["OrderA", "OrderB", "OrderC", "OrderE"]), async ([bom, space, literal, end], events) => {
        const text = `${bom}import { ignore } from "x";${space}\nexport const h: OrdersHandlers<Tx> = ${literal}${end}`;
        const stub = stubOf(...events);
        const merged = await mergeStub(stub, text);
        expect(merged.problem).toBeUndefined();
        expect(isMadeByInsertion(text, merged.text)).toBe(true);
        expect(withoutOurs(merged.text, merged.added)).toBe(withoutOurs(text, []));
        const again = await mergeStub(stub, merged.text);
        expect(again).toMatchObject({ text: merged.text, added: [], marked: [] });
        // What the quick look calls up to date, the parser does too.
        if (isUpToDate(stub, text)) expect(merged.text).toBe(text);
      }),
      { numRuns: 300, seed: 7 },
    );
  }, 60_000);

  test("a mark that goes again leaves the file as it was", async () => {
    await fc.assert(
      fc.asyncProperty(file, async ([bom, space, literal, end]) => {
        const text = `${bom}export const x = 1;${space}\nexport const h: OrdersHandlers<Tx> = ${literal}${end}`;
        const all = ["OrderA", "OrderB", "OrderC", "OrderD"].filter((name) => literal.includes(name));
        const marked = await mergeStub(stubOf(), text);
        expect(marked.marked).toHaveLength(all.length);
        expect((await mergeStub(stubOf(...all), marked.text)).text).toBe(text);
      }),
      { numRuns: 150, seed: 42 },
    );
  }, 60_000);
});

/** Whether `before` can be had from `after` by leaving characters out. */
function isMadeByInsertion(before: string, after: string): boolean {
  let at = 0;
  for (const character of after) if (before.startsWith(character, at)) at += character.length;
  return at === before.length;
}

/** Without space, marks, commas and added entries: what remains must be the same. */
function withoutOurs(text: string, added: readonly string[]): string {
  const marks = /(\/\/|\/\*) Order. is no longer an event of orders\.events: this handler is never called\.( \*\/)?/g;
  const entries = added.map((name) => `${name}: ignore`);
  return entries.reduce((rest, entry) => rest.replace(entry, ""), text.replace(marks, "")).replace(/[\s,]+/g, "");
}
