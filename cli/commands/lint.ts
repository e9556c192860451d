import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface LintArgs {
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly strict: boolean;
  readonly format: string;
  readonly explain: string | undefined;
}

/** `eventwright lint`: are the schemas well made, and ready for their next version? */
export const lintCommand = defineCommand<LintArgs>({
  command: "lint",
  describe: "Say where schemas are hard to read, or will be hard to change without breaking somebody",
  builder: (argv) =>
    settingFlags(argv)
      .option("strict", { type: "boolean", default: false, describe: "exit 1 for warnings too" })
      .option("format", { type: "string", choices: ["text", "json"], default: "text", describe: "json is for programs" })
      .option("explain", { type: "string", describe: "what a rule means, by its name; without one: every rule" })
      .example("$0 lint", "all schemas, by the rules that the configuration leaves on")
      .example("$0 lint --strict --format json", "for CI")
      .example("$0 lint --explain optional-default", "the page of one rule"),
  async handler(args, io) {
    const { explainRule, runLint } = await import("../lint/run.js");
    return args.explain === undefined ? runLint(args, io) : explainRule(args.explain, io);
  },
});
