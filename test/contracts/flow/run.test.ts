import { describe, expect, it } from "vitest";
import { readFlow } from "../../../contracts/flow/flow-file.js";
import { roomsOf, runFlows } from "../../../contracts/flow/run.js";
import { startStack } from "../../../contracts/verify/stack.js";
import { workTree } from "../schemas.js";
import { modelIn, topics } from "../verify/repository.js";

const paid = "      - { send: OrderPaid, with: { orderId: o-1, customerId: c-1 } }\n";

describe("a flow", () => {
  it("that holds is green: damaged records are parked, the rest is handled in order", { timeout: 40_000 }, async () => {
    const kinds = ["truncate", "badMagic", "unknownId"].map(
      (damage) => `      - { send: OrderPaid, with: { customerId: c-1 }, damage: ${damage} }\n`,
    );
    const [result] = await run(
      `    when:\n${kinds.join("")}${paid}    then:\n      - deadLetter: { from: orders.events, times: 3, value: same-bytes, within: 25s }\n` +
        "      - { handled: OrderPaid, where: { orderId: o-1 } }\n      - order: { on: orders.events }\n",
    );
    expect(result).toMatchObject({ status: "passed", problems: [] });
    expect(result?.timeline.filter((line) => line.includes("sent damaged"))).toHaveLength(3);
  });

  it("that fails says what was expected, what came, and the nearest miss", async () => {
    const [result] = await run(`    when:\n${paid}    then:\n      - { handled: OrderPaid, where: { orderId: o-2 }, within: 500ms }\n`);
    expect(result?.status).toBe("failed");
    expect(result?.problems[0]).toMatch(
      /test\.flow\.yaml:\d+ {2}expected handled OrderPaid where orderId = "o-2", times 1, within 0\.5 s; got 0/,
    );
    expect(result?.problems[1]).toMatch(/nearest miss: OrderPaid .*orderId: wanted "o-2", was "o-1"/);
    expect(result?.timeline.some((line) => line.includes("sent OrderPaid key c-1"))).toBe(true);
  });

  it("that is handled too often fails, and so does a silence that is broken", async () => {
    const [result] = await run(
      `    when:\n${paid}${paid}    then:\n      - { handled: OrderPaid, where: { orderId: o-1 }, times: 1 }\n      - silence: { on: orders.events }\n`,
    );
    expect(result?.problems).toEqual([
      expect.stringContaining("got 2"),
      expect.stringContaining("expected silence on orders.events; it holds 2"),
    ]);
  });

  it("that misses a dead letter fails", async () => {
    const [result] = await run(`    when:\n${paid}    then:\n      - deadLetter: { from: orders.events, within: 300ms }\n`);
    expect(result?.problems[0]).toContain("expected 1 dead letters from orders.events within 0.3 s; got 0");
  });

  it("is not run without a broker", async () => {
    const flow = flowOf(`    when:\n${paid}    then:\n      - { handled: OrderPaid }\n`);
    const model = await modelIn(workTree().cwd);
    const results = await runFlows([readFlow("test.flow.yaml", flow, model)], { model, topics, stack: undefined, seed: 1 });
    expect(results).toMatchObject([{ status: "not run", problems: ["no broker"] }]);
  });
});

function flowOf(steps: string): string {
  return `contract: flow/v1\nscenarios:\n  - name: one\n${steps}`;
}

async function run(steps: string) {
  const model = await modelIn(workTree().cwd);
  const flows = [readFlow("test.flow.yaml", flowOf(steps), model)];
  const stack = await startStack({ broker: { kind: "memory" }, model, rooms: roomsOf(flows) });
  try {
    return await runFlows(flows, { model, topics, stack, seed: 1 });
  } finally {
    await stack?.stop();
  }
}
