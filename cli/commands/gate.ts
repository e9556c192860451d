import { join } from "node:path";
import type { GateReport } from "../../contracts/index.js";
import { type CommandIo, defineCommand, type ExitCode } from "../command.js";
import { settingFlags } from "../config/flags.js";
import type { Output } from "../gate/outputs.js";

interface GateArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: readonly string[];
  readonly only: readonly string[];
  readonly contracts: string;
  readonly waivers: string | undefined;
  readonly cache: boolean;
  readonly format: readonly string[];
  readonly explain: string | undefined;
  readonly fix: boolean;
  readonly json: boolean;
}

/** `eventwright gate`: would this change break anybody? */
export const gateCommand = defineCommand<GateArgs>({
  command: "gate",
  describe: "Say whether the schemas of the work tree break a reader or a writer of an earlier version",
  builder: (argv) =>
    settingFlags(argv)
      .option("against", {
        ...several,
        describe: "a baseline: released, git:REF, registry:URL or dir:PATH; may be given again",
        defaultDescription: '"released"',
      })
      .option("only", { ...several, describe: "an event or a topic; may be given again" })
      .option("contracts", { type: "string", default: "contracts", describe: "the folder of the *.consumer.yaml files" })
      .option("waivers", { type: "string", describe: "the accepted findings", defaultDescription: "waivers.yaml in --contracts" })
      .option("cache", { type: "boolean", default: true, describe: "--no-cache compares anew what .eventwright/ knows" })
      .option("format", {
        ...several,
        describe: "text, json, junit, sarif, github, gitlab, markdown, comment or html; NAME=FILE writes a file; may be given again",
      })
      .option("explain", {
        type: "string",
        describe: "what a rule means, by its name, or a finding, by its fingerprint; without either: every rule",
      })
      .option("fix", { type: "boolean", default: false, describe: "make the mechanical edits that end a finding, then check again" })
      .option("json", { type: "boolean", default: false, describe: "short for --format json" })
      .example("$0 gate", "against every released version that the topics' modes protect")
      .example("$0 gate --against released --against dir:schemas", "and against another schema folder, here the same one")
      .example("$0 gate --only OrderCreated --format text --format sarif=out/gate.sarif", "one event, for people and for code scanning"),
  async handler(args, io) {
    const { explain, isFingerprint } = await import("../gate/explain.js");
    if (args.explain !== undefined && !isFingerprint(args.explain)) return explain(args.explain, io);
    const began = performance.now();
    const { outputsOf } = await import("../gate/outputs.js");
    const outputs = outputsOf({ ...args, cwd: io.cwd });
    const { publishUnchecked } = await import("../gate/unchecked.js");
    try {
      const report = await (args.fix ? fixedReport(args, io) : reportOf(args, io));
      if (typeof report === "object") return await tell(report, { args, began, outputs }, io);
      await publishUnchecked("a schema or a contract has errors, so nothing was checked", { against: args.against, outputs, began }, io);
      return report;
    } catch (error) {
      await publishUnchecked(error, { against: args.against, outputs, began }, io);
      throw error;
    }
  },
});

// An edit can bring a finding to light that another one hid.
const mostRounds = 5;

async function fixedReport(args: GateArgs, io: CommandIo): Promise<GateReport | ExitCode> {
  const { applyFixes } = await import("../gate/fix.js");
  for (let round = 0; round < mostRounds; round += 1) {
    const report = await reportOf(args, io);
    if (typeof report === "number" || !applyFixes(report, io)) return report;
  }
  return reportOf(args, io);
}

/** The exit code, where files are wrong: 2 for those of contracts, since the schemas were not even looked at. */
async function reportOf(args: GateArgs, io: CommandIo): Promise<GateReport | ExitCode> {
  const [{ settingsOf }, { gateFolder }] = await Promise.all([import("../config/settings.js"), import("../../contracts/index.js")]);
  const { schemas } = await settingsOf(args, io);
  const { only, contracts, waivers } = args;
  const against = args.against.length === 0 ? ["released"] : args.against;
  const cache = args.cache ? { cache: join(io.cwd, ".eventwright") } : {};
  const named = { contracts, ...(waivers !== undefined && { waivers }) };
  const outcome = await gateFolder({ ...named, ...registryOf(io), ...cache, schemas, against, only, cwd: io.cwd, signal: io.signal });
  if (outcome.diagnostics.length > 0) {
    const { counted, printDiagnostics } = await import("../report.js");
    const { errors } = printDiagnostics(outcome.diagnostics, io);
    if (outcome.report === undefined) io.err(`${counted(errors, "error")}; nothing was checked`);
  }
  return outcome.report ?? (outcome.isUsage ? 2 : 1);
}

interface Telling {
  readonly args: GateArgs;
  readonly outputs: readonly Output[];
  readonly began: number;
}

async function tell(report: GateReport, { args, outputs, began }: Telling, io: CommandIo): Promise<ExitCode> {
  const [{ factsOf }, { publish }, { packageVersion }] = await Promise.all([
    import("../gate/facts.js"),
    import("../gate/publish.js"),
    import("../version.js"),
  ]);
  const facts = factsOf(report, { cwd: io.cwd, version: packageVersion(), tookMs: performance.now() - began });
  if (args.explain !== undefined) return (await import("../gate/explain.js")).explainFinding(facts, args.explain, io);
  await publish(facts, outputs, io);
  const codes: Readonly<Record<typeof report.status, ExitCode>> = { compatible: 0, breaks: 1, unchecked: 3 };
  return codes[report.status];
}

/** A flag that is given again for each value, so that none is taken for another argument. */
const several = { type: "string", array: true, nargs: 1, default: [] } as const;

function registryOf({ env }: CommandIo) {
  const username = env.EVENTWRIGHT_REGISTRY_USER;
  return username === undefined ? {} : { registry: { username, password: env.EVENTWRIGHT_REGISTRY_PASSWORD ?? "" } };
}
