import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readFlow } from "../../../contracts/flow/flow-file.js";
import { workTree } from "../schemas.js";
import { modelIn } from "../verify/repository.js";

const own = readFileSync(new URL("../../../contracts/orders.flow.yaml", import.meta.url), "utf8");

describe("a flow file", () => {
  it("is read with places", async () => {
    const { scenarios } = readFlow("orders.flow.yaml", own, await modelIn(workTree().cwd));
    expect(scenarios).toHaveLength(2);
    expect(scenarios[0]).toMatchObject({
      place: { path: "orders.flow.yaml" },
      when: [{ event: "OrderCreated", times: 2 }, { event: "OrderPaid" }],
    });
    expect(scenarios[1]?.then[0]).toMatchObject({ kind: "deadLetter", from: "orders.events", sameBytes: true, withinMs: 10_000 });
  });

  it.each([
    ["times: 2", "tims: 2", 'unknown key "tims"; did you mean "times"?'],
    ["send: OrderPaid", "send: OrderPayed", "no event is called OrderPayed; did you mean OrderPaid?"],
    ["damage: truncate", "damage: burn", "damage is one of truncate, badMagic, unknownId, tombstone"],
    ["within: 10s", "within: 10", "a time with a unit"],
    ["from: orders.events", "from: orders.event", "did you mean orders.events?"],
    ["- silence:", "- silense:", 'did you mean "silence"?'],
    ["contract: flow/v1", "contract: flow/v9", '"flow/v1" is expected'],
    ["- handled: OrderCreated", "- handled: [", "orders.flow.yaml:"],
  ])("with %s turned into %s is refused by place", async (from, to, words) => {
    const model = await modelIn(workTree().cwd);
    const broken = own.replace(from, to);
    expect(broken).not.toBe(own);
    expect(() => readFlow("orders.flow.yaml", broken, model)).toThrow(words);
    expect(() => readFlow("orders.flow.yaml", broken, model)).toThrow(/orders\.flow\.yaml:\d+:\d+/);
  });

  it("that expects nothing is refused", async () => {
    const text = "contract: flow/v1\nscenarios:\n  - name: n\n    when: [{ send: OrderPaid }]\n";
    const model = await modelIn(workTree().cwd);
    expect(() => readFlow("a.flow.yaml", text, model)).toThrow("it could not fail");
  });
});
