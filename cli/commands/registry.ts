import type { PushOutcome } from "../../contracts/index.js";
import { type CommandIo, defineCommand, type ExitCode } from "../command.js";
import { settingFlags } from "../config/flags.js";
import { seconds } from "../report.js";
import { modelOf } from "./model-of.js";

interface RegistryArgs {
  readonly action: string;
  readonly registry: string;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
}

/** `eventwright registry push`: brings the catalog's schemas into a schema registry. */
export const registryCommand = defineCommand<RegistryArgs>({
  command: "registry <action>",
  describe: "Register the released and current schemas of every event in a schema registry",
  builder: (argv) =>
    settingFlags(argv)
      .positional("action", { type: "string", choices: ["push"], demandOption: true, describe: "what to do" })
      .option("registry", {
        type: "string",
        demandOption: true,
        describe: "URL up to where /subjects follows; user and password from EVENTWRIGHT_REGISTRY_USER and _PASSWORD",
      })
      .example("$0 registry push --registry http://127.0.0.1:8081", "push schemas/ to a local registry")
      .example("$0 registry push --registry https://registry.example.com --schemas schemas", "push to a shared one")
      .example("$0 registry push --registry http://127.0.0.1:8080/apis/ccompat/v7", "push to Apicurio"),
  async handler(args, io) {
    const began = performance.now();
    const model = await modelOf(args, io);
    if (model === undefined) return 1;
    const { pushCatalog } = await import("../../contracts/index.js");
    const outcomes = await pushCatalog({ model, url: args.registry, ...credentials(io) });
    return report(outcomes, io, performance.now() - began);
  },
});

function credentials(io: CommandIo): { readonly auth?: { readonly username: string; readonly password: string } } {
  const username = io.env.EVENTWRIGHT_REGISTRY_USER;
  return username === undefined ? {} : { auth: { username, password: io.env.EVENTWRIGHT_REGISTRY_PASSWORD ?? "" } };
}

function report(outcomes: readonly PushOutcome[], io: CommandIo, tookMs: number): ExitCode {
  const of = (outcome: PushOutcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome);
  for (const one of of("registered")) io.out(`registered  ${one.subject}  v${one.version}  id ${one.id}`);
  for (const one of of("rejected")) io.out(`rejected    ${one.subject}  v${one.version}\n            ${one.reason}`);
  const [registered, present, rejected] = [of("registered").length, of("present").length, of("rejected").length];
  io.out(`${registered} registered, ${present} already there, ${rejected} rejected   ${seconds(tookMs)}`);
  return rejected > 0 ? 1 : 0;
}
