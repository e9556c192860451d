import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { CommandIo } from "../../cli/command.js";
import { devCommand } from "../../cli/commands/dev.js";
import { registryCommand } from "../../cli/commands/registry.js";
import { probeMetadata } from "../../contracts/brokers/metadata-probe.js";
import { startEmbeddedRegistry } from "../../contracts/index.js";

const args = {
  broker: "mokapi",
  bootstrap: undefined,
  registryPort: 0,
  registryFile: undefined,
  config: undefined,
  schemas: "schemas",
  push: true,
} as const;

describe("dev", () => {
  it("says how to reach broker and registry, has the catalog on both, and ends all of it on Ctrl-C", async () => {
    const { io, said, interrupt } = recordingIo();
    const done = devCommand.handler(args, io);
    await expect.poll(() => said.join("\n"), { timeout: 10_000 }).toContain("stop with Ctrl-C");
    const text = said.join("\n");
    const [bootstrap = "", url = ""] = [/127\.0\.0\.1:\d+/.exec(text)?.[0], /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]];
    expect((await probeMetadata(bootstrap)).brokers).toHaveLength(1);
    const subjects: unknown = await (await fetch(`${url}/subjects`)).json();
    expect(subjects).toContain("orders.events-acme.orders.OrderCreated");
    expect(text).toContain("orders.events-dlt (");
    interrupt();
    expect(await done).toBe(0);
    await expect(probeMetadata(bootstrap, 500)).rejects.toThrow();
    await expect(fetch(url)).rejects.toThrow();
  });

  it("leaves the registry empty when told to", async () => {
    const { io, said, interrupt } = recordingIo();
    const done = devCommand.handler({ ...args, push: false }, io);
    await expect.poll(() => said.join("\n"), { timeout: 10_000 }).toContain("stop with Ctrl-C");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join("\n"))?.[0];
    expect(await (await fetch(`${url}/subjects`)).json()).toEqual([]);
    interrupt();
    expect(await done).toBe(0);
  });

  it("starts nothing for a folder without schemas", async () => {
    const { io, said } = recordingIo();
    expect(await devCommand.handler({ ...args, schemas: "templates" }, io)).toBe(1);
    expect(said.join("\n")).toContain("CATALOG_EMPTY");
  });

  it("takes Ctrl-C while it starts for an end, not for a failure", async () => {
    const { io, interrupt } = recordingIo();
    interrupt();
    expect(await devCommand.handler(args, io)).toBe(0);
  });
});

describe("registry push", () => {
  it("registers once, and says that all is there the second time", async () => {
    const registry = await startEmbeddedRegistry();
    const first = recordingIo();
    expect(
      await registryCommand.handler(
        { action: "push", dryRun: false, format: "text", registry: registry.url, config: undefined, schemas: "schemas" },
        first.io,
      ),
    ).toBe(0);
    expect(first.said.at(-1)).toMatch(/^[1-9]\d* registered, 0 already there, 0 rejected/m);
    const second = recordingIo();
    expect(
      await registryCommand.handler(
        { action: "push", dryRun: false, format: "text", registry: registry.url, config: undefined, schemas: "schemas" },
        second.io,
      ),
    ).toBe(0);
    expect(second.said).toEqual([expect.stringMatching(/^0 registered, [1-9]\d* already there, 0 rejected/)]);
    await registry.stop();
  });

  it("leaves with the registry's own error when there is none", async () => {
    const failing = registryCommand.handler(
      { action: "push", dryRun: false, format: "text", registry: "http://127.0.0.1:1", config: undefined, schemas: "schemas" },
      recordingIo().io,
    );
    await expect(failing).rejects.toMatchObject({ code: "REGISTRY_UNAVAILABLE" });
  });
});

function recordingIo(): { io: CommandIo; said: string[]; interrupt: () => void } {
  const said: string[] = [];
  const controller = new AbortController();
  const say = (text: string) => void said.push(text);
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  return { io: { out: say, err: say, cwd, env: {}, color: false, signal: controller.signal }, said, interrupt: () => controller.abort() };
}
