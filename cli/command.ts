import type { Argv } from "yargs";

/** What a command may touch of the world; tests hand in their own. */
export interface CommandIo {
  /** Results, one call a line or a block of lines; a newline is added. */
  out(text: string): void;
  /** Progress and trouble; a newline is added. */
  err(text: string): void;
  /** Every path of a command is relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True where colours are welcome: a TTY, without NO_COLOR, CI or --no-color. */
  readonly color: boolean;
  /** Aborted by Ctrl-C; a command that waits ends on it, cleans up and returns. */
  readonly signal: AbortSignal;
}

/** 0 ok · 1 findings · 2 usage · 3 could not run. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One command: what, flags, hand-over. Rooms are imported inside `handler`, so that `--help` loads none of them. */
export interface Command<A> {
  /** As yargs has it, e.g. `release [events..]`. */
  readonly command: string;
  /** One sentence, for the list and for the command's own help. */
  readonly describe: string;
  /** Flags by `.option`; three `.example`s that run in this repository. */
  builder(argv: Argv): Argv<Flags<A>>;
  /** An EventwrightError that leaves it is printed by the caller: exit 2 for USAGE, else 3. */
  handler(args: A, io: CommandIo): Promise<ExitCode>;
}

/** Arguments as they are typed: `registryPort` is the flag `--registry-port`. */
type Flags<A> = { readonly [K in keyof A as K extends string ? Kebab<K> : never]: A[K] };

type Kebab<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Tail extends Uncapitalize<Tail>
    ? `${Lowercase<Head>}${Kebab<Tail>}`
    : `${Lowercase<Head>}-${Kebab<Tail>}`
  : S;

/** Ties the type of the arguments to the builder; nothing else. */
export function defineCommand<A>(command: Command<A>): Command<A> {
  return command;
}
