#!/usr/bin/env node
/**
 * A change of one schema in a repository of 1,000: `gate --against git:HEAD~1`, the whole process, at most 1.0 s.
 * Run after `npm run build`. `node bench/evolution/gate-change-of-one.mjs [EVENTS] [TIMES]`
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pathOf, textOf, writeCorpus } from "./gate-corpus.mjs";

const [count, times] = [Number(process.argv[2] ?? 1_000), Number(process.argv[3] ?? 10)];
const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "eventwright-bench-"));
try {
  writeCorpus(root, count);
  git("init", "-q");
  commit();
  const index = Math.floor(count / 4) * 2;
  writeFileSync(pathOf(root, index), textOf(Math.floor(index / 20), index, 6).replace('"field3"', '"field3x"'));
  commit();
  const took = Array.from({ length: times }, once).sort((a, b) => a - b);
  const median = took[Math.floor(times / 2)] ?? 0;
  process.stdout.write(`${count} events, one changed: median ${median} ms, from ${took[0]} to ${took.at(-1)} ms, ${times} processes\n`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function once() {
  const began = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [main, "gate", "--against", "git:HEAD~1"], { cwd: root, encoding: "utf8" });
  const ms = Math.round(performance.now() - began);
  if (status !== 1 || !stdout.includes("field3x")) throw new Error(`the gate missed it: exit ${status}\n${stdout}`);
  return ms;
}

function commit() {
  git("add", "-A");
  git("-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-qm", "schemas");
}

function git(...args) {
  const { status, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
