import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface RegistryArgs {
  readonly action: string;
  readonly registry: string;
  readonly dryRun: boolean;
  readonly format: string;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
}

/** `eventwright registry push|pull|diff`: the catalog and a schema registry. */
export const registryCommand = defineCommand<RegistryArgs>({
  command: "registry <action>",
  describe: "Bring schemas into a schema registry, take its versions as released files, or say how the two differ",
  builder: (argv) =>
    settingFlags(argv)
      .positional("action", {
        type: "string",
        choices: ["push", "pull", "diff"],
        demandOption: true,
        describe: "push registers released and current schemas; pull writes released files, never over others; diff only looks",
      })
      .option("registry", {
        type: "string",
        demandOption: true,
        describe: "URL up to where /subjects follows; user and password from EVENTWRIGHT_REGISTRY_USER and _PASSWORD",
      })
      .option("dry-run", { type: "boolean", default: false, describe: "say what push or pull would do, write nothing" })
      .option("format", { type: "string", choices: ["text", "json"], default: "text", describe: "json is for programs" })
      .example("$0 registry push --registry http://127.0.0.1:8081", "push schemas/ to a local registry")
      .example(
        "$0 registry diff --registry https://registry.example.com",
        "what is missing or different on either side? exit 1 if anything is",
      )
      .example(
        "$0 registry pull --dry-run --registry http://127.0.0.1:8080/apis/ccompat/v7",
        "which released files would Apicurio's versions become?",
      ),
  async handler(args, io) {
    const { modelOf } = await import("./model-of.js");
    const model = await modelOf(args, io);
    if (model === undefined) return 1;
    const { runRegistry } = await import("../registry/run.js");
    return runRegistry(args, model, io);
  },
});
