#!/usr/bin/env node
/** Runs the README's commands on this checkout, counts what ran, and ends with one line of counts. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "eventwright-ci-"));
const counts = { passed: 0, failed: 0, skipped: 0 };

step("npm ci", "npm", ["ci", "--no-audit", "--no-fund"]);
tests();
step("npm run check", "npm", ["run", "-s", "check"]);
step("npm run demo", "npm", ["run", "-s", "demo"]);
step("npm run demo, Apache Kafka", "npm", ["run", "-s", "demo", "--", "--broker", "apache"]);
step("npm run verify, mokapi", "npm", ["run", "-s", "verify", "--", "--broker", "mokapi"]);
step("npm run verify, Apache Kafka", "npm", ["run", "-s", "verify", "--", "--broker", "apache"]);

rmSync(scratch, { recursive: true, force: true });
const ok = counts.failed === 0 && counts.passed > 0;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = ok ? 0 : 1;

function step(name, command, args) {
  process.stdout.write(`\n== ${name}\n`);
  const from = performance.now();
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  counts[status === 0 ? "passed" : "failed"] += 1;
  process.stdout.write(`== ${name}: ${status === 0 ? "ok" : `exit ${status}`} in ${seconds} s\n`);
  return status;
}

/** The test command, with vitest's own record of it beside the printed one: counts are read, not believed. */
function tests() {
  const record = join(scratch, "tests.json");
  const status = step("npm test", "npm", ["test", "--", "--reporter=default", "--reporter=json", `--outputFile.json=${record}`]);
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(record, "utf8"));
    counts.passed += numPassedTests - (status === 0 ? 1 : 0);
    counts.failed += numFailedTests;
    counts.skipped += numPendingTests + numTodoTests;
    if (numPassedTests === 0) counts.failed += 1;
  } catch {
    process.stdout.write("npm test left no record\n");
    counts.failed += 1;
  }
}
