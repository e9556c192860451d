import yargs, { type Argv } from "yargs";
import type { CommandIo, ExitCode } from "./command.js";
import { commands, type Run } from "./commands.js";
import { paint, printError } from "./report.js";
import { packageVersion } from "./version.js";

/** The process as the program sees it. */
export interface World {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly isTTY: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** The whole program as a function: arguments in, exit code out. 130 after Ctrl-C. */
export async function main(argv: readonly string[], world: World): Promise<number> {
  const io: CommandIo = { ...world, color: wantsColor(argv, world), signal: world.signal ?? new AbortController().signal };
  const run: Run = { argv, exitCode: 0, flags: [] };
  try {
    const code = await dispatch(argv, io, run);
    return io.signal.aborted ? 130 : code;
  } catch (error) {
    if (io.signal.aborted) return 130;
    if (error instanceof UsageProblem) return await sayUsage(error, run, io);
    printError(error, io);
    return error instanceof Error && "code" in error && error.code === "USAGE" ? 2 : 3;
  }
}

/** What yargs did not understand; never leaves this file. */
class UsageProblem extends Error {}

async function dispatch(argv: readonly string[], io: CommandIo, run: Run): Promise<ExitCode> {
  const [first] = argv;
  // yargs takes an unknown command for an argument too many, so it is looked at first.
  if (first !== undefined && !first.startsWith("-") && !commands.some((command) => command.name === first)) {
    throw new UsageProblem(`Unknown command: ${first}`);
  }
  const parser: Argv = yargs().scriptName("eventwright").usage("Event schemas in; safe, typed Kafka clients out.\n\n$0 <command>");
  parser.strict().demandCommand(1, "say which command to run").wrap(110).help().version(packageVersion());
  parser.option("color", { type: "boolean", default: true, describe: "--no-color, NO_COLOR and CI turn colours off" });
  parser.exitProcess(false).showHelpOnFail(false);
  parser.fail((message, error) => {
    throw error ?? new UsageProblem(message);
  });
  for (const command of commands) {
    command.register(parser, io, run);
  }
  let help = "";
  await parser.parseAsync([...argv], {}, (error, _args, output) => {
    if (error) throw error;
    help = output;
  });
  if (help !== "") io.out(help);
  return run.exitCode;
}

/** yargs's sentence, and the nearest right name. */
async function sayUsage({ message }: UsageProblem, run: Run, io: CommandIo): Promise<ExitCode> {
  const { suggest } = await import("../catalog/index.js");
  const [, kind, word = ""] = /^Unknown (command|argument)s?: ([^,]+)/.exec(message) ?? [];
  const isFlag = kind === "argument" && run.argv.some((each) => each.startsWith("-") && each.includes(word));
  const dashes = isFlag ? "--" : "";
  const nouns = isFlag ? "option" : kind;
  const sentence = kind === undefined ? message : `there is no ${nouns} ${dashes}${word}`;
  const meant = suggest(word, kind === "command" ? commands.map((command) => command.name) : isFlag ? run.flags : []);
  io.err(`${paint(io, "red", "error")} ${sentence}`);
  io.err(meant === undefined ? "   see eventwright --help" : `   did you mean ${dashes}${meant}?`);
  return 2;
}

function wantsColor(argv: readonly string[], world: World): boolean {
  const { NO_COLOR, CI } = world.env;
  return world.isTTY && !NO_COLOR && !CI && !argv.includes("--no-color");
}
