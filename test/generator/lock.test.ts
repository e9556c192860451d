import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolders } from "../../generator/index.js";
import { readTree, temporaryFolder } from "./kit.js";

const place = (folder: string) => join(folder, ".eventwright.lock");

test("the second waits, says for whom, and is served when the first is done", async () => {
  const folder = temporaryFolder();
  const first = await lockFolders([folder]);
  const waits: string[] = [];
  const second = lockFolders([folder], { onWait: (holder) => waits.push(holder) });
  await expect.poll(() => waits).toEqual([`process ${process.pid}`]);
  first.release();
  (await second).release();
  expect([...readTree(folder)]).toEqual([]);
});

test("who waits too long is told whom for and what to do", async () => {
  const folder = temporaryFolder();
  const first = await lockFolders([folder]);
  const error = await lockFolders([folder], { waitMs: 100 }).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: "OUTPUT_BUSY", message: expect.stringContaining(`process ${process.pid}`) });
  expect(error).toMatchObject({ hint: expect.stringContaining(place(folder)) });
  first.release();
});

test.each([
  ["of a process that is dead", { pid: 2 ** 22 + 1, started: "", host: hostname() }],
  ["of a process whose number another one has now", { pid: process.pid, started: "1", host: hostname() }],
])("a lock %s is taken away", async (_, holder) => {
  const folder = temporaryFolder();
  writeFileSync(place(folder), JSON.stringify(holder));
  const lock = await lockFolders([folder], { waitMs: 1_000 });
  lock.assertHeld();
  lock.release();
  expect(existsSync(place(folder))).toBe(false);
});

test("a lock on another machine is respected", async () => {
  const folder = temporaryFolder();
  writeFileSync(place(folder), JSON.stringify({ pid: 1, started: "", host: "elsewhere" }));
  await expect(lockFolders([folder], { waitMs: 100 })).rejects.toThrow("process 1 on elsewhere");
  expect(existsSync(place(folder))).toBe(true);
});

test("who lost the lock does not write", async () => {
  const folder = temporaryFolder();
  const lock = await lockFolders([folder]);
  writeFileSync(place(folder), JSON.stringify({ pid: 1, started: "", host: "elsewhere" }));
  expect(() => lock.assertHeld()).toThrow("OUTPUT_BUSY");
  lock.release();
  expect(existsSync(place(folder))).toBe(true);
});

test("a folder that was made for a lock goes with it", async () => {
  const folder = join(temporaryFolder(), "new");
  (await lockFolders([folder])).release();
  expect(existsSync(folder)).toBe(false);
});
