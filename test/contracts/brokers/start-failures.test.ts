import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startApache } from "../../../contracts/brokers/apache.js";
import { externalBroker } from "../../../contracts/brokers/external.js";
import { findJava } from "../../../contracts/brokers/java.js";

describe("a broker that can't be started says why", () => {
  it("no Java under the folder that was named", async () => {
    const folder = await temporary();
    await expect(startApache({ javaHome: folder })).rejects.toMatchObject({
      code: "BROKER_START_FAILED",
      message: expect.stringContaining("Java 17"),
      hint: expect.stringContaining("mokapi"),
    });
  });

  it("a Java that is too old, with which and where", async () => {
    const home = await fakeJava("1.8.0_392");
    await expect(startApache({ javaHome: home })).rejects.toThrow(`${join(home, "bin", "java")} (Java 8)`);
  });

  it("a KAFKA_HOME without Kafka", async () => {
    const folder = await temporary();
    const env = { EVENTWRIGHT_CACHE: folder, KAFKA_HOME: folder };
    await expect(startApache({ javaHome: await fakeJava("21.0.2"), env })).rejects.toThrow("KAFKA_HOME is set, but");
  });

  it("neither KAFKA_HOME nor Maven", async () => {
    const env = { EVENTWRIGHT_CACHE: await temporary(), PATH: "" };
    await expect(startApache({ javaHome: await fakeJava("21.0.2"), env })).rejects.toThrow(/KAFKA_HOME is not set and Maven/);
  });
});

describe("findJava", () => {
  it("reads old and new version numbers", async () => {
    const old = await findJava(8, { home: await fakeJava("1.8.0_392") });
    const recent = await findJava(8, { home: await fakeJava("25") });
    expect([old.java?.major, recent.java?.major]).toEqual([8, 25]);
  });

  it("takes JAVA_HOME before the PATH, and the PATH when JAVA_HOME is too old", async () => {
    const [seventeen, twentyOne] = [await fakeJava("17.0.1"), await fakeJava("21.0.1")];
    const env = { JAVA_HOME: seventeen, PATH: join(twentyOne, "bin") };
    expect((await findJava(17, { env })).java?.major).toBe(17);
    expect((await findJava(21, { env })).java?.major).toBe(21);
  });
});

describe("an external broker", () => {
  it("is refused when nothing answers there", async () => {
    await expect(externalBroker("127.0.0.1:1")).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    await expect(externalBroker("somewhere")).rejects.toThrow("host:port");
  });

  it("is refused when what answers is no Kafka", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(externalBroker(`127.0.0.1:${port}`)).rejects.toThrow("does not speak Kafka's protocol");
  });
});

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function fakeJava(version: string): Promise<string> {
  const home = await temporary();
  await mkdir(join(home, "bin"));
  const path = join(home, "bin", "java");
  await writeFile(path, `#!/bin/sh\necho 'openjdk version "${version}" 2024-01-01' >&2\n`);
  await chmod(path, 0o755);
  return home;
}
