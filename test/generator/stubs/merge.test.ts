import { expect, test } from "vitest";
import type { StubFile } from "../../../generator/index.js";
import { mergeStub } from "../../../generator/stubs/merge.js";

const stub: StubFile = {
  path: "order-summary.projection.ts",
  text: "",
  from: "schemas/orders/topic.yaml",
  topic: "orders.events",
  anchor: { kind: "projection" },
  parts: [
    { name: "id", entries: ["Created", "Paid"].map((name) => ({ name, text: `${name}: (event) => event.data.orderId` })) },
    { name: "evolve", entries: ["Created", "Paid"].map((name) => ({ name, text: `${name}: (state) => state` })) },
  ],
};

const nothing = { added: [], marked: [], unmarked: [] };

const around = (id: string, evolve: string) => `import { defineProjection } from "eventwright/gen";
// Paid: is what we wait for
export const orderSummary = defineProjection<OrdersEvent, S>()({
  name: "order_summary",   version: 1,
  id: ${id},
  evolve: ${evolve},
});
`;

const id = "(event) => event.data.orderId";
const evolve = "(state) => state";

test.each([
  [
    "many lines with trailing commas",
    ["{\n    Created: (e) => e.id,\n  }", "{\n    Created: (s) => s,\n  }"],
    [`{\n    Created: (e) => e.id,\n    Paid: ${id},\n  }`, `{\n    Created: (s) => s,\n    Paid: ${evolve},\n  }`],
  ],
  [
    "no trailing comma, and a comment behind",
    ["{\n    Created: (e) => e.id // mine\n  }", "{\n\tCreated(s) { return s; } /* mine */\n  }"],
    [`{\n    Created: (e) => e.id, // mine\n    Paid: ${id},\n  }`, `{\n\tCreated(s) { return s; }, /* mine */\n\tPaid: ${evolve},\n  }`],
  ],
  [
    "one line",
    ["{ Created: (e) => e.id }", "{ Created: (s) => s, }"],
    [`{ Created: (e) => e.id, Paid: ${id} }`, `{ Created: (s) => s, Paid: ${evolve}, }`],
  ],
  [
    "comments after the last entry",
    ["{\n    Created: (e) => e.id,\n    // more to come\n  }", "{\n    Created: ignore,\n\n  }"],
    [`{\n    Created: (e) => e.id,\n    // more to come\n    Paid: ${id},\n  }`, `{\n    Created: ignore,\n\n    Paid: ${evolve},\n  }`],
  ],
  [
    "empty objects",
    ["{}", "{\n  }"],
    [`{\n    Created: ${id},\n    Paid: ${id},\n  }`, `{\n    Created: ${evolve},\n    Paid: ${evolve},\n  }`],
  ],
  [
    "only one of the two lacks it",
    ["{ 'Created': (e) => e.id, \"Paid\": 'ignore' }", "{\n    Created: (s) => s,\n  }"],
    ["{ 'Created': (e) => e.id, \"Paid\": 'ignore' }", `{\n    Created: (s) => s,\n    Paid: ${evolve},\n  }`],
  ],
])("adds what is missing and nothing else: %s", async (_, [idBefore = "", evolveBefore = ""], [idAfter = "", evolveAfter = ""]) => {
  for (const eol of ["\n", "\r\n"]) {
    const merged = await mergeStub(stub, around(idBefore, evolveBefore).replaceAll("\n", eol));
    expect(merged.text).toBe(around(idAfter, evolveAfter).replaceAll("\n", eol));
    expect(merged.added).toContain("Paid");
    expect(await mergeStub(stub, merged.text)).toEqual({ text: merged.text, ...nothing });
  }
});

test.each([
  ["satisfies", "const ids = { Created: (e) => e.id } satisfies Ids;\n", "ids"],
  ["a constant", "const id = {\n  Created: (e) => e.id,\n};\n", "id"],
])("follows %s in the same file", async (_, before, name) => {
  const text = before + around(name, "{ Created: (s) => s, Paid: (s) => s }");
  const merged = await mergeStub(stub, text);
  expect(merged.problem).toBeUndefined();
  expect(merged.text).toContain(`Paid: ${id}`);
  expect(merged.text.replace(/( Paid: \(event\) => event\.data\.orderId)|(\n {2}Paid: .*,)/, "").replace("e.id, }", "e.id }")).toBe(text);
});

test("keeps a byte order mark, and counts places after it", async () => {
  const text = `\ufeff${around("{ Created: (e) => e.id }", "{ Created: (s) => s }")}`;
  expect((await mergeStub(stub, text)).text).toBe(
    `\ufeff${around(`{ Created: (e) => e.id, Paid: ${id} }`, `{ Created: (s) => s, Paid: ${evolve} }`)}`,
  );
});

test("a spread may hold the handler, so nothing is added beside it", async () => {
  const text = around("{ ...others, Created: (e) => e.id }", "{ ...more }");
  expect(await mergeStub(stub, text)).toEqual({ text, ...nothing });
});

test.each([
  ["a syntax error", around("{ Created: (e) => }", "{}"), /^Expression expected/, 5, 25],
  ["no projection", "export const x = 1;\n", /defineProjection/, 1, 1],
  ["handlers from elsewhere", `import { ids } from "./ids.js";\n${around("ids", "{}")}`, /`id` is no object literal/, 6, 3],
])("leaves a file with %s as it is, and says so", async (_, text, message, line, column) => {
  const merged = await mergeStub(stub, text);
  expect(merged).toEqual({ text, ...nothing, problem: { message: expect.stringMatching(message), line, column } });
});
