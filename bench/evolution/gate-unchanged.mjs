#!/usr/bin/env node
/**
 * 10,000 events, five released versions each, of which 100 changed since the last run: at most 2 s and 400 MiB, process start excluded.
 * Run after `npm run build`; the first run, which fills the cache, is printed too. `node bench/evolution/gate-unchanged.mjs [EVENTS]`
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [, self, mode, folder] = process.argv;
if (mode === "judge") await judge(folder);
else await measure(Number(mode ?? 10_000));

async function judge(cwd) {
  const { gateFolder } = await import("../../dist/contracts/index.js");
  const cache = join(cwd, ".eventwright");
  const before = process.cpuUsage();
  const began = performance.now();
  const { report } = await gateFolder({ schemas: "schemas", cwd, contracts: "contracts", against: ["released"], only: [], cache });
  const ms = Math.round(performance.now() - began);
  const { user, system } = process.cpuUsage(before);
  const cpu = Math.round((user + system) / 1000);
  const changed = report.verdicts.filter(({ verdict }) => verdict !== "unchanged").length;
  const mib = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${report.verdicts.length} events, ${changed} changed, ${report.compared} comparisons: ${ms} ms (processor ${cpu} ms), peak ${mib} MiB, ${report.status}\n`,
  );
}

async function measure(count) {
  const { pathOf, textOf, writeCorpus } = await import("./gate-corpus.mjs");
  const root = mkdtempSync(join(tmpdir(), "eventwright-bench-"));
  try {
    writeCorpus(root, count);
    run("from scratch   ", root);
    for (let at = 0; at < 100; at++) {
      const index = Math.floor((at * count) / 100) + (at % 2);
      writeFileSync(pathOf(root, index), textOf(Math.floor(index / 20), index, 5, "An event, in other words."));
    }
    const kept = join(root, "kept");
    cpSync(join(root, ".eventwright"), kept, { recursive: true });
    for (let time = 0; time < 3; time++) {
      rmSync(join(root, ".eventwright"), { recursive: true });
      cpSync(kept, join(root, ".eventwright"), { recursive: true });
      run("some changed   ", root);
    }
    run("nothing changed", root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function run(what, root) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "judge", root], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${self}: ${stderr}`);
  process.stdout.write(`${what}  ${stdout}`);
}
