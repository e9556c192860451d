import type { Argv } from "yargs";

/** The flags that a configuration may stand in for; without a default, so that it is known which were given. */
export function settingFlags(argv: Argv) {
  return argv
    .option("config", { type: "string", describe: "the configuration file", defaultDescription: "eventwright.config.*" })
    .option("schemas", { type: "string", describe: "the schema folder", defaultDescription: '"schemas"' });
}
