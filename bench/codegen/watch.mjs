/** From a save to the written file under `codegen --watch`, as a median over saves. `node bench/codegen/watch.mjs [--n 1000] [--saves 20] [--input topics|avro|ours-json]` */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { filesBelow, makeInputs } from "./inputs.mjs";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "1000" },
    saves: { type: "string", default: "20" },
    input: { type: "string", default: "topics" },
  },
});
const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const patienceMs = 30_000;
const work = mkdtempSync(join(tmpdir(), "bench-watch-"));
let child;
try {
  makeInputs({ n: Number(values.n), seed: 7, folder: work });
  const schemas = values.input;
  child = spawn(process.execPath, [program, "codegen", "--watch", "--json", "--schemas", schemas, "--out", "out", "--stubs", "stubs"], {
    cwd: work,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  await until(() => said.includes('"exitCode"') && said.trimEnd().endsWith("}"));
  await sleep(500);
  const events = filesBelow(join(work, schemas)).filter((path) => /\.avsc$|\.schema\.json$/.test(path) && !path.includes("/common/"));
  const rounds = [];
  for (let save = 0; save < Number(values.saves); save += 1) {
    const path = events[(save * 37) % events.length];
    const text = readFileSync(path, "utf8");
    said = "";
    const began = performance.now();
    writeFileSync(
      path,
      text.replace(/"(doc|description)":\s*"/, (doc) => `${doc}Save ${save}. `),
    );
    await until(() => said.endsWith("\n"));
    const { tookMs, missing, stale, kept } = JSON.parse(said);
    rounds.push({ wall: performance.now() - began, tookMs, written: missing.length + stale.length, kept });
    await sleep(150);
  }
  const median = (of) => rounds.map(of).sort((a, b) => a - b)[Math.floor(rounds.length / 2)];
  const most = (of) => Math.max(...rounds.map(of));
  process.stdout.write(
    `${values.n} schemas, ${rounds.length} saves: median ${Math.round(median((it) => it.wall))} ms (slowest ${Math.round(most((it) => it.wall))} ms) ` +
      `from save to report, ${median((it) => it.tookMs)} ms of it after the first event; ${median((it) => it.written)} of ${rounds[0].kept + rounds[0].written} files written\n`,
  );
} finally {
  child?.kill("SIGINT");
  rmSync(work, { recursive: true, force: true });
}

async function until(isSo) {
  const limit = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error("codegen --watch did not answer in time");
    await sleep(1);
  }
}
