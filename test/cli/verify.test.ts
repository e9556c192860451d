import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { main } from "../../cli/run.js";
import { workTree } from "../contracts/schemas.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
// Generated clients import the package by its name, which leads to what was built.
const isBuilt = existsSync(new URL("../../dist/runtime/gen/index.js", import.meta.url));

describe("verify", () => {
  it.skipIf(!isBuilt)("prints one line an event and what was not run", { timeout: 60_000 }, async () => {
    const { code, text } = await verify(repository, "--broker", "none", "--samples", "5");
    expect(text).toMatch(/OrderCreated +✓ +✓ +✓ 7 pairs, 35 events +not run: no broker/);
    expect(text).toMatch(/\d+ passed, 0 failed, \d+ not run/);
    expect(code).toBe(0);
  });

  it("can't run without generated clients", async () => {
    expect(await verify(workTree().cwd, "--broker", "none")).toMatchObject({
      code: 3,
      text: expect.stringContaining("GENERATED_UNLOADABLE"),
    });
  });

  it("refuses an edited released file by its name", async () => {
    const tree = workTree();
    tree.edit("schemas/orders/released/OrderPaid.v1.avsc", '"name": "paymentId"', '"name": "paymentNo"');
    tree.write("index.ts", "export const nothing = 1;");
    const { code, text } = await verify(tree.cwd, "--broker", "none", "--generated", ".");
    expect(code).toBe(1);
    expect(text).toContain("✗ OrderPaid v1   schemas/orders/released/OrderPaid.v1.avsc is not what was released");
  });

  it("knows its brokers", async () => {
    expect((await verify(workTree().cwd, "--broker", "rabbit")).code).toBe(2);
    expect((await verify(workTree().cwd, "--samples", "0")).code).toBe(2);
  });
});

async function verify(cwd: string, ...more: readonly string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const code = await main(["verify", ...more], { out: say, err: say, env: {}, cwd, isTTY: false });
  return { code, text: lines.join("\n") };
}
