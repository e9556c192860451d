import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { probeMetadata } from "../../../contracts/brokers/metadata-probe.js";
import { startMokapi } from "../../../contracts/brokers/mokapi.js";
import { kafkajsTransport } from "../../../runtime/transport/kafkajs.js";

describe("mokapi", () => {
  it("is ready when it answers, says what it can't do, and is gone after a stop", async () => {
    const broker = await startMokapi({ topics: [{ name: "orders.events", partitions: 3 }] });
    onTestFinished(() => broker.stop());
    expect(broker).toMatchObject({ kind: "mokapi", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(broker.capabilities).toMatchObject({ transactions: false, leaveGroup: false, maxValueBytes: 32_768 });
    const metadata = await probeMetadata(broker.bootstrap);
    expect(metadata.brokers.map((node) => `${node.host}:${node.port}`)).toEqual([broker.bootstrap]);
    await broker.stop();
    await expect(probeMetadata(broker.bootstrap, 500)).rejects.toThrow();
  });

  it("gives each of several readers the whole value, however many read at once", async () => {
    const broker = await startMokapi({ topics: [{ name: "t", partitions: 1 }] });
    onTestFinished(() => broker.stop());
    const transport = kafkajsTransport({ bootstrap: broker.bootstrap });
    onTestFinished(() => transport.close());
    const value = Buffer.from("x".repeat(200));
    await transport.send(
      Array.from({ length: 100 }, (_, n) => ({ topic: "t", partition: 0, key: Buffer.from(String(n)), value, headers: [] })),
    );
    const read = async () => {
      const values: (string | undefined)[] = [];
      for await (const record of transport.read("t")) values.push(record.value?.toString());
      return values;
    };
    for (let round = 0; round < 5; round++) {
      const all = await Promise.all(Array.from({ length: 8 }, read));
      expect(all.flat().filter((each) => each !== value.toString())).toEqual([]);
      expect(all.flat()).toHaveLength(800);
    }
  }, 30_000);

  it("runs several times side by side, each on its own port", async () => {
    const brokers = await Promise.all([startMokapi(), startMokapi()]);
    onTestFinished(async () => void (await Promise.all(brokers.map((broker) => broker.stop()))));
    const ids = await Promise.all(brokers.map(async (broker) => (await probeMetadata(broker.bootstrap)).clusterId));
    expect(new Set(ids).size).toBe(2);
  });

  it("says that a port is taken instead of serving from another broker's", async () => {
    const first = await startMokapi();
    onTestFinished(() => first.stop());
    const port = Number(first.bootstrap.split(":")[1]);
    await expect(startMokapi({ port })).rejects.toMatchObject({
      code: "BROKER_START_FAILED",
      message: expect.stringContaining(String(port)),
    });
  });

  it("gives up when it is told to while it starts", async () => {
    await expect(startMokapi({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });

  it("ends with the process that started it, and its folder with it", async () => {
    const script = fileURLToPath(new URL("./start-and-wait.ts", import.meta.url));
    const before = new Set(folders());
    const parent = spawn(process.execPath, ["--import", "tsx", script, "mokapi"], { stdio: ["ignore", "pipe", "inherit"] });
    const [bootstrap] = await once(createInterface({ input: parent.stdout }), "line");
    const own = folders().filter((name) => !before.has(name));
    expect((await probeMetadata(String(bootstrap))).brokers).toHaveLength(1);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await expect.poll(() => probeMetadata(String(bootstrap), 300).catch(() => "gone"), { timeout: 5_000 }).toBe("gone");
    await expect.poll(() => folders().filter((name) => own.includes(name)).length, { timeout: 5_000 }).toBeLessThan(own.length);
  });
});

function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("eventwright-mokapi-"));
}
