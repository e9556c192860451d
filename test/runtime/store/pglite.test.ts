import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgliteStore } from "../../../runtime/store/pglite.js";
import { storeContract } from "./contract.js";

storeContract("pglite", () => pgliteStore(), { sessions: "one" });

describe("a database folder", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "eventwright-pglite-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("keeps what was committed", async () => {
    const directory = join(folder, "kept");
    const first = pgliteStore({ directory });
    await first.query("create table kept (id int)");
    await first.query("insert into kept values (7)");
    await first.close();
    const second = pgliteStore({ directory });
    expect((await second.query("select id from kept")).rows).toEqual([{ id: 7 }]);
    await second.close();
  });

  it("is refused to a second store of the same process, until the first is closed", async () => {
    const directory = join(folder, "own");
    const first = pgliteStore({ directory });
    const second = pgliteStore({ directory });
    await first.query("select 1");
    await expect(second.query("select 1")).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await first.close();
    expect((await second.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await second.close();
    expect((await readdir(directory)).filter((name) => name.startsWith("held-by-"))).toEqual([]);
  });

  it("is refused while another process has it, and taken over once that was killed", async () => {
    const directory = join(folder, "foreign");
    const holder = await holdInAnotherProcess(directory);
    const store = pgliteStore({ directory });
    try {
      await expect(store.query("select 1")).rejects.toMatchObject({ code: "STORE_LOCKED" });
    } finally {
      holder.kill("SIGKILL");
      await once(holder, "exit");
    }
    expect((await store.query("select id from held")).rows).toEqual([{ id: 1 }]);
    await store.close();
  }, 60_000);
});

describe("the template", () => {
  it("is made once, and later databases begin from it", async () => {
    const cache = await mkdtemp(join(tmpdir(), "eventwright-cache-"));
    try {
      const [first, second] = [pgliteStore({ template: cache }), pgliteStore({ template: cache })];
      await Promise.all([first.migrate(), second.migrate()]);
      await Promise.all([first.close(), second.close()]);
      const made = (await readdir(cache)).filter((name) => !name.endsWith(".lock"));
      expect(made).toHaveLength(1);
      const start = performance.now();
      const third = pgliteStore({ template: cache, directory: join(cache, "third") });
      const { rows } = await third.query<{ n: number }>("select count(*)::int as n from eventwright_migration");
      expect(rows[0]?.n).toBeGreaterThan(0);
      expect(performance.now() - start).toBeLessThan(3_500);
      await third.close();
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
  }, 60_000);

  it("is left out where its folder can't be written", async () => {
    const store = pgliteStore({ template: "/dev/null/nowhere" });
    await store.migrate();
    expect((await store.query("select count(*)::int as n from eventwright_inbox")).rows).toEqual([{ n: 0 }]);
    await store.close();
  }, 60_000);
});

async function holdInAnotherProcess(directory: string) {
  const module = new URL("../../../runtime/store/pglite.ts", import.meta.url).href;
  const program = `
    const { pgliteStore } = await import(${JSON.stringify(module)});
    const store = pgliteStore({ directory: ${JSON.stringify(directory)} });
    await store.query("create table held (id int)");
    await store.query("insert into held values (1)");
    process.stdout.write("held");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}
