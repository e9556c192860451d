import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface DiffArgs {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly api: boolean;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: string;
  readonly format: string;
  readonly failOn: string | undefined;
}

/** `eventwright diff A B`: what changed, by field name, and whom does it break? `--api`: what does it do to my code? */
export const diffCommand = defineCommand<DiffArgs>({
  command: "diff [before] [after]",
  describe: "Say what changed between two states of the schemas, by field and by whom it breaks; --api: in the generated TypeScript",
  builder: (argv) =>
    settingFlags(argv)
      .positional("before", { type: "string", describe: "released, git:REF, dir:PATH or a schema file", defaultDescription: '"released"' })
      .positional("after", { type: "string", describe: "the same", defaultDescription: "the work tree" })
      .option("api", { type: "boolean", default: false, describe: "compare the TypeScript API of the generated clients instead" })
      .option("against", { type: "string", default: "released", describe: "the baseline of --api: released, git:REF, or dir:PATH" })
      .option("format", {
        type: "string",
        choices: ["text", "json", "markdown"],
        default: "text",
        describe: "markdown is for a PR comment",
      })
      .option("fail-on", { type: "string", choices: ["major", "minor"], describe: "exit 1 for a change of this level or above" })
      .example("$0 diff", "the work tree against what was last released")
      .example("$0 diff git:HEAD --format markdown", "what a pull request would say of uncommitted work")
      .example(
        "$0 diff schemas/orders/released/OrderCreated.v1.avsc schemas/orders/released/OrderCreated.v3.avsc",
        "two files; --api against the released: $0 diff --api",
      ),
  async handler(args, io) {
    if (args.api) return (await import("../diff/run.js")).runApiDiff(args, io);
    const { runSchemaDiff } = await import("../diff/schemas-run.js");
    return runSchemaDiff(args, io);
  },
});
