import type { GateReport } from "../../contracts/index.js";
import { type CommandIo, defineCommand, type ExitCode } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface GateArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: string;
  readonly json: boolean;
}

/** `eventwright gate`: would this change break anybody? */
export const gateCommand = defineCommand<GateArgs>({
  command: "gate",
  describe: "Say whether the schemas of the work tree break a reader or a writer of an earlier version",
  builder: (argv) =>
    settingFlags(argv)
      .option("against", { type: "string", default: "released", describe: "the baseline: released, git:REF, or dir:PATH" })
      .option("json", { type: "boolean", default: false, describe: "the same facts as JSON" })
      .example("$0 gate", "against every released version that the topics' modes protect")
      .example("$0 gate --against dir:schemas", "against a second schema folder, here the same one")
      .example("$0 gate --json", "for programs"),
  async handler(args, io) {
    const began = performance.now();
    const { modelOf } = await import("./model-of.js");
    const model = await modelOf(args, io);
    if (model === undefined) return 1;
    const { gate } = await import("../../contracts/index.js");
    const report = await gate({ model, against: args.against, cwd: io.cwd });
    await print(args, report, io, performance.now() - began);
    const codes: Readonly<Record<typeof report.status, ExitCode>> = { compatible: 0, breaks: 1, unchecked: 3 };
    return codes[report.status];
  },
});

async function print(args: GateArgs, report: GateReport, io: CommandIo, tookMs: number): Promise<void> {
  if (args.json) {
    const { printJson } = await import("../report.js");
    printJson({ schema: "eventwright/gate/v1", ...report, tookMs: Math.round(tookMs) }, io);
    return;
  }
  const { printGate } = await import("../gate-report.js");
  printGate(report, io, tookMs);
}
