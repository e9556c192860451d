import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { verify } from "../../../contracts/verify/verify.js";
import { modelIn, topics } from "./repository.js";

const cwd = fileURLToPath(new URL("../../..", import.meta.url));

it("proves this repository over mokapi, its flows among it", { timeout: 60_000 }, async () => {
  const report = await verify({
    model: await modelIn(cwd),
    cwd,
    generated: "generated",
    topics,
    broker: { kind: "mokapi" },
    seed: 5,
    samples: 6,
  });
  expect(report.proofs.filter((proof) => proof.status !== "passed")).toEqual([]);
  expect(report.flows.map(({ status, problems }) => ({ status, problems }))).toEqual(
    report.flows.map(() => ({ status: "passed", problems: [] })),
  );
  expect(report.flows.length).toBeGreaterThan(0);
  expect(report.broker).toMatchObject({ kind: "mokapi", registry: "embedded" });
});
