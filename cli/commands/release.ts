import { defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";

interface ReleaseArgs {
  readonly events: readonly string[];
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `eventwright release`: freezes what changed as the next version. */
export const releaseCommand = defineCommand<ReleaseArgs>({
  command: "release [events..]",
  describe: "Freeze changed events as their next released version; refused where the gate finds a break",
  builder: (argv) =>
    settingFlags(argv)
      .positional("events", { type: "string", array: true, default: [], describe: "events by name; none: all that changed" })
      .option("dry-run", { type: "boolean", default: false, describe: "say what would be released, write nothing" })
      .option("json", { type: "boolean", default: false, describe: "the same facts as JSON" })
      .example("$0 release --dry-run", "what changed since its last release, and is it a major, a minor or a patch?")
      .example("$0 release OrderCreated", "the next version of one event")
      .example("$0 release", "all that changed"),
  async handler(args, io) {
    const { runRelease } = await import("../release/run.js");
    const { settingsOf } = await import("../config/settings.js");
    return runRelease({ ...args, schemas: (await settingsOf(args, io)).schemas }, io);
  },
});
