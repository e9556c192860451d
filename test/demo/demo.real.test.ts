import { spawn } from "node:child_process";
import { describe, expect, inject, test } from "vitest";
import { freshDatabase } from "../real/database.js";

const kafka = inject("kafka");
const postgres = inject("postgres");
const apicurio = inject("apicurio");

/** Runs `npm run demo -- --json` with further flags, as a user would. */
async function demo(
  ...flags: readonly string[]
): Promise<{ readonly code: number | null; readonly outcome: unknown; readonly err: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "examples/demo/main.ts", "--json", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, outcome: out === "" ? undefined : JSON.parse(out), err };
}

describe.skipIf(!kafka || !postgres || !apicurio)("the demo on Apache Kafka, Apicurio and PostgreSQL", () => {
  test("holds, with the same outcome as on mokapi, the embedded registry and PGlite", { timeout: 180_000 }, async () => {
    const embedded = await demo();
    const database = await freshDatabase(postgres ?? "");
    const real = await demo("--bootstrap", kafka ?? "", "--registry", apicurio ?? "", "--postgres", database);
    expect(embedded).toEqual({ code: 0, outcome: expect.objectContaining({ off: [] }), err: "" });
    expect(real).toEqual(embedded);
  });
});
