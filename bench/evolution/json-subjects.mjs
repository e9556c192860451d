import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCatalog } from "../../dist/catalog/index.js";
import { gate } from "../../dist/contracts/index.js";
import { documentVersions } from "./documents.mjs";

const perTopic = 100;

/** A repository of JSON Schemas from its files, in this process: every version of every event both ways. */
export async function jsonSubjects(subjects) {
  const folder = mkdtempSync(join(tmpdir(), "eventwright-bench-"));
  try {
    for (let topic = 0; topic < subjects / perTopic; topic++) writeTopic(join(folder, "schemas", `t${topic}`), topic);
    const began = performance.now();
    const { model, diagnostics } = await loadCatalog({ schemas: "schemas", cwd: folder });
    if (model === undefined) throw new Error(JSON.stringify(diagnostics[0]));
    const read = performance.now();
    const report = await gate({ model, cwd: folder });
    const ended = performance.now();
    if (report.status !== "compatible") throw new Error(`the gate says ${report.status}`);
    return {
      title: `${subjects} JSON Schema subjects of 5 versions, FULL_TRANSITIVE, from files: seconds`,
      rows: [
        ["all", ((ended - began) / 1000).toFixed(2), ""],
        ["  reading the files", ((read - began) / 1000).toFixed(2), ""],
        [`  ${report.compared} comparisons`, ((ended - read) / 1000).toFixed(2), ""],
        ["peak MiB", String(Math.round(process.resourceUsage().maxRSS / 1024)), ""],
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeTopic(folder, topic) {
  mkdirSync(join(folder, "released"), { recursive: true });
  writeFileSync(join(folder, "topic.yaml"), `topic: t${topic}.events\nkey: customerId\nid: eventId\ncompatibility: FULL_TRANSITIVE\n`);
  const sums = {};
  for (let event = 0; event < perTopic; event++) {
    const texts = documentVersions(`acme.t${topic}.Event${event}`, 5);
    for (const [at, text] of texts.slice(0, 4).entries()) {
      const file = `Event${event}.v${at + 1}.schema.json`;
      writeFileSync(join(folder, "released", file), text);
      sums[file] = createHash("sha256").update(text).digest("hex");
    }
    writeFileSync(join(folder, `event${event}.schema.json`), texts[4]);
  }
  writeFileSync(join(folder, "released", "released.json"), JSON.stringify(sums));
}
