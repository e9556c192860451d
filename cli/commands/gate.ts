import { defineCommand, type ExitCode } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface GateArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: string;
  readonly format: readonly string[];
  readonly json: boolean;
}

/** `eventwright gate`: would this change break anybody? */
export const gateCommand = defineCommand<GateArgs>({
  command: "gate",
  describe: "Say whether the schemas of the work tree break a reader or a writer of an earlier version",
  builder: (argv) =>
    settingFlags(argv)
      .option("against", { type: "string", default: "released", describe: "the baseline: released, git:REF, or dir:PATH" })
      .option("format", {
        type: "string",
        array: true,
        nargs: 1,
        default: [],
        describe: "text, json, junit, sarif, github, gitlab, markdown, comment or html; NAME=FILE writes a file; may be given again",
      })
      .option("json", { type: "boolean", default: false, describe: "short for --format json" })
      .example("$0 gate", "against every released version that the topics' modes protect")
      .example("$0 gate --against dir:schemas", "against a second schema folder, here the same one")
      .example("$0 gate --format text --format sarif=out/gate.sarif", "for people, and for code scanning"),
  async handler(args, io) {
    const began = performance.now();
    const { outputsOf } = await import("../gate/outputs.js");
    const outputs = outputsOf({ ...args, cwd: io.cwd });
    const { modelOf } = await import("./model-of.js");
    const model = await modelOf(args, io);
    if (model === undefined) return 1;
    const { gate } = await import("../../contracts/index.js");
    const report = await gate({ model, against: args.against, cwd: io.cwd });
    const [{ factsOf }, { publish }, { packageVersion }] = await Promise.all([
      import("../gate/facts.js"),
      import("../gate/publish.js"),
      import("../version.js"),
    ]);
    await publish(factsOf(report, { cwd: io.cwd, version: packageVersion(), tookMs: performance.now() - began }), outputs, io);
    const codes: Readonly<Record<typeof report.status, ExitCode>> = { compatible: 0, breaks: 1, unchecked: 3 };
    return codes[report.status];
  },
});
