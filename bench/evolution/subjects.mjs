import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gateFolder } from "../../dist/contracts/index.js";

const perTopic = 100;

/** A whole repository from its files, in this process, as the command runs it without a cache: every version of every event both ways. */
export async function subjects({ format, count, ending, versions }) {
  const folder = mkdtempSync(join(tmpdir(), "eventwright-bench-"));
  try {
    for (let topic = 0; topic < count / perTopic; topic++) {
      writeTopic({ folder: join(folder, "schemas", `t${topic}`), topic, ending, versions });
    }
    const began = performance.now();
    const { report, diagnostics } = await gateFolder({ schemas: "schemas", cwd: folder, against: ["released"], contracts: "contracts" });
    const ended = performance.now();
    if (report === undefined) throw new Error(JSON.stringify(diagnostics[0]));
    if (report.status !== "compatible") throw new Error(`the gate says ${report.status}`);
    return {
      title: `${count} ${format} subjects of 5 versions, FULL_TRANSITIVE, all from files`,
      rows: [
        ["wall, seconds", ((ended - began) / 1000).toFixed(2), ""],
        ["comparisons", String(report.compared), ""],
        ["peak MiB", String(Math.round(process.resourceUsage().maxRSS / 1024)), ""],
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeTopic({ folder, topic, ending, versions }) {
  mkdirSync(join(folder, "released"), { recursive: true });
  writeFileSync(join(folder, "topic.yaml"), `topic: t${topic}.events\nkey: customerId\nid: eventId\ncompatibility: FULL_TRANSITIVE\n`);
  const sums = {};
  for (let event = 0; event < perTopic; event++) {
    const texts = versions(`acme.t${topic}.Event${event}`, 5);
    for (const [at, text] of texts.slice(0, 4).entries()) {
      const file = `Event${event}.v${at + 1}${ending}`;
      writeFileSync(join(folder, "released", file), text);
      sums[file] = createHash("sha256").update(text).digest("hex");
    }
    writeFileSync(join(folder, `event${event}${ending}`), texts[4]);
  }
  writeFileSync(join(folder, "released", "released.json"), JSON.stringify(sums));
}
