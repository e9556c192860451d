import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { serveRegistry } from "../../../contracts/registries/embedded/server.js";
import { ask, record } from "./ask.js";
import { simpleCompare } from "./simple-compare.js";

it("has after a restart what it had before, ids and deletions and levels among it", async () => {
  const file = join(await temporary(), "sub", "registry.json");
  const first = await serveRegistry({ file, compare: simpleCompare });
  await ask(first.url, "POST", "/subjects/a/versions", record("A", { x: "int" }));
  await ask(first.url, "POST", "/subjects/b/versions", record("B", { x: "int" }));
  await ask(first.url, "DELETE", "/subjects/a");
  await ask(first.url, "PUT", "/config/b", { compatibility: "FULL" });
  await first.stop();
  const second = await serveRegistry({ file, compare: simpleCompare });
  onTestFinished(() => second.stop());
  expect((await ask(second.url, "GET", "/subjects?deleted=true")).body).toEqual(["a", "b"]);
  expect((await ask(second.url, "GET", "/subjects")).body).toEqual(["b"]);
  expect((await ask(second.url, "GET", "/config/b")).body).toEqual({ compatibilityLevel: "FULL" });
  expect((await ask(second.url, "POST", "/subjects/c/versions", record("C", {}))).body).toEqual({ id: 3 });
});

it("leaves one whole file and nothing beside it, and writes nothing for a question", async () => {
  const folder = await temporary();
  const file = join(folder, "registry.json");
  const registry = await serveRegistry({ file, compare: simpleCompare });
  onTestFinished(() => registry.stop());
  await ask(registry.url, "GET", "/subjects");
  expect(await readdir(folder)).toEqual([]);
  await Promise.all(Array.from({ length: 20 }, (_, at) => ask(registry.url, "POST", `/subjects/s${at}/versions`, record(`R${at}`, {}))));
  expect(await readdir(folder)).toEqual(["registry.json"]);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ nextId: 21 });
});

it("takes back what it could not write", async () => {
  const folder = await temporary();
  const file = join(folder, "registry.json");
  const registry = await serveRegistry({ file, compare: simpleCompare });
  onTestFinished(() => registry.stop());
  await ask(registry.url, "POST", "/subjects/a/versions", record("A", {}));
  // A folder in the temporary file's place makes every write fail, for root too.
  await mkdir(`${file}.tmp`);
  expect(await ask(registry.url, "POST", "/subjects/b/versions", record("B", {}))).toMatchObject({
    status: 500,
    body: { error_code: 50001 },
  });
  expect((await ask(registry.url, "GET", "/subjects")).body).toEqual(["a"]);
  await rm(`${file}.tmp`, { recursive: true });
  expect((await ask(registry.url, "POST", "/subjects/b/versions", record("B", {}))).body).toEqual({ id: 2 });
});

it.each([
  ["not json"],
  ["{}"],
  ['{"eventwrightRegistry":1,"nextId":1,"schemas":[],"subjects":[["a",[{"version":1,"id":7,"deleted":false}]]],"levels":[],"modes":[]}'],
])("refuses a file that is not its own, untouched: %s", async (text) => {
  const file = join(await temporary(), "registry.json");
  await writeFile(file, text);
  await chmod(file, 0o600);
  await expect(serveRegistry({ file, compare: simpleCompare })).rejects.toMatchObject({ code: "REGISTRY_START_FAILED" });
  expect(await readFile(file, "utf8")).toBe(text);
});

it("says that its port is taken", async () => {
  const first = await serveRegistry({ compare: simpleCompare });
  onTestFinished(() => first.stop());
  const port = Number(new URL(first.url).port);
  await expect(serveRegistry({ port, compare: simpleCompare })).rejects.toMatchObject({
    code: "REGISTRY_START_FAILED",
    message: expect.stringContaining(`port ${port} is in use`),
  });
});

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
