import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface CodegenArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly out: string | undefined;
  readonly stubs: string | undefined;
  readonly watch: boolean;
  readonly check: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly printView: string | undefined;
}

/** `eventwright codegen`: schemas in, typed clients out. */
export const codegenCommand = defineCommand<CodegenArgs>({
  command: "codegen",
  describe: "Generate types, codecs and Kafka clients from the schemas",
  builder: (argv) =>
    settingFlags(argv)
      .option("out", { type: "string", describe: "the output folder", defaultDescription: '"generated"' })
      .option("stubs", { type: "string", describe: "the folder of your projections and consumers", defaultDescription: '"projections"' })
      .option("watch", { type: "boolean", default: false, describe: "generate again whenever a schema changes, until Ctrl-C" })
      .option("check", { type: "boolean", default: false, describe: "write nothing; exit 1 if anything would change" })
      .option("json", { type: "boolean", default: false, describe: "the same facts as JSON" })
      .option("quiet", { type: "boolean", default: false, describe: "say nothing unless something is wrong" })
      .option("print-view", { type: "string", describe: "print what templates and artifacts of yours are given for this event" })
      .example("$0 codegen --stubs examples/demo/projections", "what this repository does")
      .example("$0 codegen --watch --stubs examples/demo/projections", "while you edit schemas")
      .example("$0 codegen --check --stubs examples/demo/projections", "for CI: is everything up to date?")
      .example("$0 codegen --schemas schemas/orders --out /tmp/orders", "another folder, elsewhere"),
  async handler(args, io) {
    const { settingsOf } = await import("../config/settings.js");
    const settings = await settingsOf(args, io);
    if (args.printView !== undefined) return (await import("../codegen/print-view.js")).printView(args.printView, settings, io);
    const { runCodegen } = await import("../codegen/run.js");
    return runCodegen({ ...args, ...settings, reload: () => settingsOf(args, io) }, io);
  },
});
