import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface DiffArgs {
  readonly api: boolean;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly against: string;
  readonly format: string;
  readonly failOn: string | undefined;
}

/** `eventwright diff --api`: what does this change do to my code? */
export const diffCommand = defineCommand<DiffArgs>({
  command: "diff",
  describe: "Say what the schemas of the work tree change in the TypeScript API of the generated clients",
  builder: (argv) =>
    settingFlags(argv)
      .option("api", { type: "boolean", default: false, describe: "compare the generated TypeScript API; the one comparison there is" })
      .option("against", { type: "string", default: "released", describe: "the baseline: released, git:REF, or dir:PATH" })
      .option("format", {
        type: "string",
        choices: ["text", "json", "markdown"],
        default: "text",
        describe: "markdown is for a PR comment",
      })
      .option("fail-on", { type: "string", choices: ["major", "minor"], describe: "exit 1 for a change of this level or above" })
      .example("$0 diff --api", "against what was last released")
      .example("$0 diff --api --against git:HEAD --format markdown", "what a pull request would say of uncommitted work")
      .example("$0 diff --api --against dir:schemas --fail-on major", "another schema folder, here the same one; for CI"),
  async handler(args, io) {
    if (!args.api) {
      io.err("error diff compares one thing so far: the TypeScript API of the generated clients\n   say eventwright diff --api");
      return 2;
    }
    const { runApiDiff } = await import("../diff/run.js");
    return runApiDiff(args, io);
  },
});
