import { createRequire } from "node:module";
import type { BrokerChoice, VerifyReport } from "../../contracts/index.js";
import { type CommandIo, defineCommand, type ExitCode } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface VerifyArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly generated: string | undefined;
  readonly contracts: string;
  readonly broker: string | undefined;
  readonly bootstrap: string | undefined;
  readonly registry: string | undefined;
  readonly seed: number;
  readonly samples: number;
  readonly json: boolean;
}

/** `eventwright verify`: the proof by bytes and by flow, through the generated clients. */
export const verifyCommand = defineCommand<VerifyArgs>({
  command: "verify",
  describe: "Prove with real bytes, over a broker, that every version is read as it was written",
  builder: (argv) =>
    settingFlags(argv)
      .option("generated", { type: "string", describe: "the folder of the generated clients", defaultDescription: '"generated"' })
      .option("contracts", { type: "string", default: "contracts", describe: "the folder of the *.flow.yaml files" })
      .option("broker", {
        type: "string",
        choices: ["mokapi", "apache", "memory", "none"],
        describe: "which broker; default mokapi if it is installed",
      })
      .option("bootstrap", { type: "string", describe: "use the broker at host:port instead of starting one", conflicts: "broker" })
      .option("registry", { type: "string", describe: "URL of a schema registry; default: an embedded one" })
      .option("seed", { type: "number", default: 1, describe: "the same seed makes the same sample events" })
      .option("samples", { type: "number", default: 100, describe: "sample events for each pair of versions" })
      .option("json", { type: "boolean", default: false, describe: "the same facts as JSON" })
      .example("$0 verify", "over mokapi, with an embedded registry")
      .example("$0 verify --broker apache", "over Apache Kafka")
      .example("$0 verify --broker none --seed 7", "in the process alone, with other samples"),
  async handler(args, io) {
    const began = performance.now();
    if (!Number.isInteger(args.samples) || args.samples < 1 || !Number.isInteger(args.seed)) {
      io.err("error --samples is a whole number of at least 1, --seed a whole number");
      return 2;
    }
    const { modelOf } = await import("./model-of.js");
    const { settingsOf } = await import("../config/settings.js");
    const { schemas, out: generated } = await settingsOf({ ...args, out: args.generated }, io);
    const model = await modelOf({ ...args, schemas }, io);
    if (model === undefined) return await tellEdits({ schemas, generated }, io);
    const { verify } = await import("../../contracts/index.js");
    const { broker, note } = brokerOf(args);
    const report = await verify({
      model,
      cwd: io.cwd,
      generated,
      contracts: args.contracts,
      broker,
      ...registryOf(args, io),
      seed: args.seed,
      samples: args.samples,
      progress: (line) => io.err(line),
      signal: io.signal,
    });
    await print(args, report, io, { note, tookMs: performance.now() - began });
    const codes: Readonly<Record<typeof report.status, ExitCode>> = { passed: 0, failed: 1, unproven: 3 };
    return codes[report.status];
  },
});

/** A released file that was edited stops everything; the generated clients still remember what it said. */
async function tellEdits(folders: { readonly schemas: string; readonly generated: string }, io: CommandIo): Promise<ExitCode> {
  const { editedReleases } = await import("../../contracts/index.js");
  for (const { event, version, path, differences } of await editedReleases({ ...folders, cwd: io.cwd })) {
    io.out(`✗ ${event} v${version}   ${path} is not what was released: ${differences.join(", ") || "no field changed its type"}`);
  }
  return 1;
}

const noMokapi = "not run  mokapi: the package go-mokapi is not installed, so the proof ran in memory, not over a socket";

function brokerOf({ broker, bootstrap }: VerifyArgs): { readonly broker: BrokerChoice; readonly note?: string } {
  if (bootstrap !== undefined) return { broker: { kind: "external", bootstrap } };
  if (broker === "mokapi" || broker === "apache" || broker === "memory" || broker === "none") return { broker: { kind: broker } };
  return hasMokapi() ? { broker: { kind: "mokapi" } } : { broker: { kind: "memory" }, note: noMokapi };
}

function hasMokapi(): boolean {
  try {
    createRequire(import.meta.url).resolve("go-mokapi/package.json");
    return true;
  } catch {
    return false;
  }
}

function registryOf({ registry }: VerifyArgs, { env }: CommandIo) {
  if (registry === undefined) return {};
  const username = env.EVENTWRIGHT_REGISTRY_USER;
  const auth = username === undefined ? {} : { auth: { username, password: env.EVENTWRIGHT_REGISTRY_PASSWORD ?? "" } };
  return { registry: { url: registry, ...auth } };
}

async function print(
  args: VerifyArgs,
  report: VerifyReport,
  io: CommandIo,
  facts: { note?: string | undefined; tookMs: number },
): Promise<void> {
  if (args.json) {
    const { printJson } = await import("../report.js");
    printJson({ schema: "eventwright/verify/v1", ...report, note: facts.note, tookMs: Math.round(facts.tookMs) }, io);
    return;
  }
  const { printVerify } = await import("../verify-report.js");
  printVerify(report, io, facts);
}
