#!/usr/bin/env node
/** All that keeps the house honest besides the tests: one line a step, the step's own output only where it fails. */
import { spawnSync } from "node:child_process";
import { sizes } from "./sizes.mjs";

const leastModules = 300;

// The build comes first: generated code is checked against the doors as they are built. The compiler is named by its path, since the
// older and newer ones that the output is compiled with bring a `tsc` too.
const steps = [
  ["build", () => run("npm", ["run", "-s", "build"])],
  ["format and lint", () => run("biome", ["ci", "--colors=off", "--error-on-warnings", "."])],
  ["types", () => run("node", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"])],
  ["import direction", direction],
  ["dead code", () => run("knip", ["--no-progress"])],
  ["sizes", sizes],
  ["generated code is current", () => run("npm", ["run", "-s", "codegen", "--", "--check"])],
  ["compatibility gate", () => run("npm", ["run", "-s", "gate"])],
  ["package", () => run("publint", ["--strict"])],
  ["package types", () => run("attw", ["--pack", ".", "--profile", "esm-only"])],
];

const began = performance.now();
let failed = 0;
for (const [name, step] of steps) {
  const from = performance.now();
  const { ok, output, note } = step();
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  process.stdout.write(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(28)} ${`${seconds} s`.padStart(7)}  ${note ?? ""}\n`);
  if (!ok) {
    failed += 1;
    process.stdout.write(`${output.trimEnd()}\n`);
  }
}
process.stdout.write(`check: ${steps.length - failed} passed, ${failed} failed, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
process.exitCode = failed === 0 ? 0 : 1;

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  return { ok: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}` };
}

/** With an unsupported TypeScript, dependency-cruiser sees no module and stays green: fewer than there are is a failure. */
function direction() {
  const { status, stdout, stderr } = spawnSync(
    "depcruise",
    ["--output-type", "json", "index.ts", "catalog", "generator", "runtime", "contracts", "cli", "generated", "examples"],
    {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  try {
    const { summary, modules } = JSON.parse(stdout);
    const own = modules.filter(({ source }) => !/node_modules|^dist\//.test(source) && source.endsWith(".ts")).length;
    const output = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).join("\n");
    const enough = own >= leastModules;
    return {
      ok: summary.error === 0 && enough,
      output: enough ? output : `${output}\nonly ${own} modules seen, at least ${leastModules} expected`,
      note: `${own} modules`,
    };
  } catch {
    return { ok: false, output: `exit ${status}\n${stdout.slice(0, 2000)}${stderr}` };
  }
}
