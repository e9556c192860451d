import type { TestProject } from "vitest/node";
import { startApache } from "../../contracts/brokers/apache.js";
import { startApicurio } from "./apicurio.js";
import type { PartName } from "./parts.js";
import { startPostgres } from "./postgres.js";

interface Started {
  readonly address: string;
  stop(): Promise<void>;
}

const starters: { readonly [P in PartName]: { readonly title: string; start(): Promise<Started> } } = {
  kafka: { title: "Apache Kafka", start: startKafka },
  postgres: { title: "PostgreSQL", start: startPostgres },
  apicurio: { title: "Apicurio", start: () => startApicurio({ progress: say }) },
};
const names: readonly PartName[] = ["kafka", "postgres", "apicurio"];

/** Starts every engine once for all real tests, side by side; one that can't be had is left out, and said so at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const results = await Promise.allSettled(names.map((name) => starters[name].start()));
  const started = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stop = () => Promise.all(started.map((part) => part.stop()));
  const missing = results.flatMap((result, index) => {
    const name = names[index];
    return result.status === "rejected" && name !== undefined ? [`not run: ${starters[name].title} tests — ${reason(result.reason)}`] : [];
  });
  if (missing.length > 0 && process.env.EVENTWRIGHT_REQUIRE_REAL === "1") {
    await stop();
    throw new Error(`EVENTWRIGHT_REQUIRE_REAL=1, but\n${missing.join("\n")}`);
  }
  for (const [index, result] of results.entries()) {
    const name = names[index];
    if (name !== undefined) project.provide(name, result.status === "fulfilled" ? result.value.address : undefined);
  }
  return async () => {
    await stop();
    for (const line of missing) say(line);
  };
}

async function startKafka(): Promise<Started> {
  const broker = await startApache({ progress: say });
  return { address: broker.bootstrap, stop: () => broker.stop() };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
