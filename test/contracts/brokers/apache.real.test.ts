import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { probeMetadata } from "../../../contracts/brokers/metadata-probe.js";
import { ownBroker } from "../../real/broker.js";
import { needs, part } from "../../real/parts.js";

describe.skipIf(!needs("kafka"))("Apache Kafka", () => {
  it("answers metadata on loopback under its own name", async () => {
    const metadata = await probeMetadata(part("kafka"));
    expect(metadata.brokers).toEqual([{ id: 1, host: "127.0.0.1", port: Number(part("kafka").split(":")[1]) }]);
  });

  it("comes back on the same port after a kill, and is gone after a stop", async () => {
    const broker = await ownBroker();
    expect(broker).toMatchObject({ kind: "apache", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    await broker.kill();
    await expect(probeMetadata(broker.bootstrap, 500)).rejects.toThrow();
    await broker.restart();
    expect((await probeMetadata(broker.bootstrap)).brokers).toHaveLength(1);
    await broker.stop();
    await expect(probeMetadata(broker.bootstrap, 500)).rejects.toThrow();
  });

  it("ends with the process that started it, however that ends", async () => {
    const { parent, bootstrap } = await brokerOfAnother("apache");
    expect((await probeMetadata(bootstrap)).brokers).toHaveLength(1);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await expect.poll(() => probeMetadata(bootstrap, 300).catch(() => "gone"), { timeout: 5_000 }).toBe("gone");
  });
});

async function brokerOfAnother(kind: string): Promise<{ parent: ChildProcess; bootstrap: string }> {
  const script = fileURLToPath(new URL("./start-and-wait.ts", import.meta.url));
  const parent = spawn(process.execPath, ["--import", "tsx", script, kind], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: parent.stdout });
  const [bootstrap] = await once(lines, "line");
  return { parent, bootstrap: String(bootstrap) };
}
