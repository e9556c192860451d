import { parseArgs } from "node:util";

/** What the demo runs on; each part has an embedded default. */
export interface DemoOptions {
  readonly broker: "mokapi" | "apache";
  /** A broker of yours instead, `host:port`. */
  readonly bootstrap?: string;
  /** A schema registry of yours, by URL; absent: the embedded one. */
  readonly registry?: string;
  /** A PostgreSQL of yours, by URL; absent: PGlite in the service's process. */
  readonly postgres?: string;
  /** The outcome as one JSON object on stdout instead of the page. */
  readonly json: boolean;
}

export const usage = `Runs the order domain through every pattern, checks what it shows, and exits 1 if anything is off.

  npm run demo                                   broker mokapi, embedded registry, PGlite: nothing else needed
  npm run demo -- --broker apache                Apache Kafka 4.4, started locally (Java 17, Maven)
  npm run demo -- --bootstrap 127.0.0.1:9092 --registry http://127.0.0.1:8081 --postgres postgres://me@127.0.0.1/app

  --broker mokapi|apache   --bootstrap host:port   --registry URL   --postgres URL   --json   --help
exit codes: 0 all hold · 1 something is off · 2 usage · 3 a part did not start
`;

/** @throws Error with a sentence for the user on an unknown flag or value. */
export function readOptions(argv: readonly string[]): DemoOptions | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      broker: { type: "string", default: "mokapi" },
      bootstrap: { type: "string" },
      registry: { type: "string" },
      postgres: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { broker, json, bootstrap, registry, postgres } = values;
  if (broker !== "mokapi" && broker !== "apache") throw new Error(`--broker is "mokapi" or "apache", not "${broker}"`);
  return { broker, json, ...(bootstrap && { bootstrap }), ...(registry && { registry }), ...(postgres && { postgres }) };
}
