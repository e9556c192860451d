import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { verify } from "../../../contracts/verify/verify.js";
import { needs, part } from "../../real/parts.js";
import { modelIn, topics } from "./repository.js";

const cwd = fileURLToPath(new URL("../../..", import.meta.url));

describe.skipIf(!needs("kafka"))("verify on Apache Kafka", () => {
  it("proves this repository, its flows among it", async () => {
    const broker = { kind: "external", bootstrap: part("kafka") } as const;
    const report = await verify({ model: await modelIn(cwd), cwd, generated: "generated", topics, broker, seed: 5, samples: 20 });
    expect([...report.proofs, ...report.flows].filter((one) => one.status !== "passed")).toEqual([]);
    expect(report.counts.values).toBeGreaterThan(500);
  });
});
