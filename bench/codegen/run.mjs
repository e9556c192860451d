/** The generators side by side: whole processes, interleaved, median after a warm-up. `node bench/codegen/run.mjs [--n 1000] [--runs 5] [--no-scale] [--markdown]` */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contenders } from "./contenders.mjs";
import { filesBelow, makeInputs } from "./inputs.mjs";
import { measure, medians } from "./measure.mjs";
import { table } from "./table.mjs";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "1000" },
    runs: { type: "string", default: "5" },
    "no-scale": { type: "boolean", default: false },
    markdown: { type: "boolean", default: false },
  },
});
const seed = 7;
const here = fileURLToPath(new URL(".", import.meta.url));

if (!existsSync(join(here, "node_modules")))
  execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
const work = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "bench-codegen-"));
try {
  const rows = compare(Number(values.n), Number(values.runs));
  if (!values["no-scale"]) rows.push(scale(Number(values.n) * 10));
  process.stdout.write(`${table(rows, values)}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function compare(n, runs) {
  const folder = join(work, String(n));
  makeInputs({ n, seed, folder });
  const tasks = contenders.flatMap((contender) => tasksOf(contender, folder));
  // The first round warms the disk's cache and is not counted.
  for (let round = 0; round <= runs; round++) for (const task of tasks) task.run(round > 0);
  const floor = Array.from({ length: runs }, () => measure([process.execPath, "-e", "0"]));
  return [
    ...tasks.map(({ name, measured, files }) => ({ name, ...medians(measured), files })),
    { name: "node -e 0", ...medians(floor), files: 0 },
  ];
}

function tasksOf(contender, folder) {
  const paths = { input: join(folder, contender.input), out: "" };
  let round = 0;
  const task = (name, prepare, flags = {}) => ({
    name: `${contender.name}, ${name}`,
    measured: [],
    files: 0,
    run(counts) {
      prepare();
      const figures = measure(contender.command({ ...paths, ...flags }));
      if (counts) this.measured.push(figures);
      this.files = filesBelow(paths.out).length;
    },
  });
  // A folder that was emptied a moment ago is slow to be filled again on ext4, so each round has a new one.
  const cold = task("cold", () => {
    if (round > 0) rmSync(paths.out, { recursive: true, force: true });
    round += 1;
    paths.out = join(folder, `out-${contenders.indexOf(contender)}-${round}`);
  });
  if (!contender.isOurs) return [cold];
  return [
    cold,
    untouched(
      task("unchanged", () => {}),
      paths,
    ),
    untouched(
      task("--check", () => {}, { check: true }),
      paths,
    ),
  ];
}

/** A run that changes nothing may touch nothing. */
function untouched(task, paths) {
  const stamps = () =>
    filesBelow(paths.out)
      .map((path) => `${path} ${statSync(path).mtimeMs}`)
      .sort()
      .join("\n");
  const run = task.run.bind(task);
  task.run = (counts) => {
    const before = stamps();
    run(counts);
    if (stamps() !== before) throw new Error(`${task.name}: files were touched`);
  };
  return task;
}

function scale(n) {
  const folder = join(work, String(n));
  makeInputs({ n, seed, folder });
  const [contender] = contenders;
  const out = join(folder, "out");
  const runs = Array.from({ length: 3 }, () => {
    rmSync(out, { recursive: true, force: true });
    return measure(contender.command({ input: join(folder, contender.input), out }));
  });
  return { name: `${contender.name}, cold, ${n} events`, ...medians(runs), files: filesBelow(out).length };
}
