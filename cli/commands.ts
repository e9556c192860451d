import type { Argv } from "yargs";
import type { Command, CommandIo, ExitCode } from "./command.js";
import { codegenCommand } from "./commands/codegen.js";
import { devCommand } from "./commands/dev.js";
import { diffCommand } from "./commands/diff.js";
import { gateCommand } from "./commands/gate.js";
import { lintCommand } from "./commands/lint.js";
import { registryCommand } from "./commands/registry.js";
import { releaseCommand } from "./commands/release.js";
import { verifyCommand } from "./commands/verify.js";

/** A command without the type of its arguments, which is its own business. */
export interface BoundCommand {
  readonly name: string;
  register(argv: Argv, io: CommandIo, run: Run): void;
}

/** What one run of the program learns. */
export interface Run {
  readonly argv: readonly string[];
  exitCode: ExitCode;
  /** The flags of the command that was called, for "did you mean". */
  flags: readonly string[];
}

/** Every command there is, in the order of `--help`. */
export const commands: readonly BoundCommand[] = [
  bind(codegenCommand),
  bind(gateCommand),
  bind(lintCommand),
  bind(diffCommand),
  bind(verifyCommand),
  bind(releaseCommand),
  bind(devCommand),
  bind(registryCommand),
];

const exitCodes = "Exit codes: 0 fine · 1 findings · 2 wrong usage · 3 could not run · 130 Ctrl-C";

function bind<A>(command: Command<A>): BoundCommand {
  return {
    name: command.command.split(" ")[0] ?? "",
    register(argv, io, run) {
      argv.command({
        command: command.command,
        describe: command.describe,
        builder(inner) {
          const built = command.builder(inner);
          run.flags = flagsOf(built);
          return built.epilogue(exitCodes);
        },
        async handler(args) {
          // yargs has parsed what the builder declared, and the builder's type is Flags<A>.
          run.exitCode = await command.handler(args as A, io);
        },
      });
    },
  };
}

/** yargs keeps them where its types do not show them. */
function flagsOf(argv: object): readonly string[] {
  const options: unknown = "getOptions" in argv && typeof argv.getOptions === "function" ? argv.getOptions() : undefined;
  const isKnown = typeof options === "object" && options !== null && "key" in options && typeof options.key === "object";
  return isKnown ? Object.keys(options.key ?? {}) : [];
}
