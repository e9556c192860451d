import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { cached, cacheFolder, withLock } from "../../../contracts/brokers/cache.js";

describe("the cache", () => {
  it("lies where the environment says", () => {
    expect(cacheFolder({ EVENTWRIGHT_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
    expect(cacheFolder({ XDG_CACHE_HOME: "/b" })).toBe("/b/eventwright");
    expect(cacheFolder({})).toMatch(/\.cache\/eventwright$/);
  });

  it("is filled once, however many ask at the same time", async () => {
    const path = join(await temporary(), "deep", "thing");
    let made = 0;
    const make = async (to: string) => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await writeFile(to, "content");
    };
    await Promise.all([cached(path, make), cached(path, make), cached(path, make)]);
    expect(made).toBe(1);
    expect(await readFile(path, "utf8")).toBe("content");
  });

  it("holds nothing half made", async () => {
    const folder = await temporary();
    const make = async (to: string) => {
      await writeFile(to, "half");
      throw new Error("network");
    };
    await expect(cached(join(folder, "thing"), make)).rejects.toThrow("network");
    expect(await readdir(folder)).toEqual([]);
  });

  it("takes over a lock whose owner is gone, and waits for one whose owner lives", async () => {
    const lock = join(await temporary(), "lock");
    await writeFile(lock, "2147483646");
    expect(await withLock(lock, async () => "mine")).toBe("mine");
    await writeFile(lock, String(process.pid));
    await expect(withLock(lock, async () => "mine", 200)).rejects.toThrow("another process holds");
  });
});

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
