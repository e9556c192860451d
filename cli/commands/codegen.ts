import { defineCommand } from "../command.js";

interface CodegenArgs {
  readonly schemas: string;
  readonly out: string;
  readonly stubs: string;
  readonly watch: boolean;
  readonly check: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `eventwright codegen`: schemas in, typed clients out. */
export const codegenCommand = defineCommand<CodegenArgs>({
  command: "codegen",
  describe: "Generate types, codecs and Kafka clients from the schemas",
  builder: (argv) =>
    argv
      .option("schemas", { type: "string", default: "schemas", describe: "the schema folder" })
      .option("out", { type: "string", default: "generated", describe: "the output folder" })
      .option("stubs", { type: "string", default: "projections", describe: "the folder of your projections and consumers" })
      .option("watch", { type: "boolean", default: false, describe: "generate again whenever a schema changes, until Ctrl-C" })
      .option("check", { type: "boolean", default: false, describe: "write nothing; exit 1 if anything would change" })
      .option("json", { type: "boolean", default: false, describe: "the same facts as JSON" })
      .option("quiet", { type: "boolean", default: false, describe: "say nothing unless something is wrong" })
      .example("$0 codegen --stubs examples/demo/projections", "what this repository does")
      .example("$0 codegen --watch --stubs examples/demo/projections", "while you edit schemas")
      .example("$0 codegen --check --stubs examples/demo/projections", "for CI: is everything up to date?")
      .example("$0 codegen --schemas schemas/orders --out /tmp/orders", "another folder, elsewhere"),
  async handler(args, io) {
    const { runCodegen } = await import("../codegen/run.js");
    return runCodegen(args, io);
  },
});
