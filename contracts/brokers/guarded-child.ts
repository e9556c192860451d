import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** A process that can't outlive the one which started it. */
export interface GuardedChild {
  readonly pid: number;
  /** Resolves when it is gone, with what is known of its end. */
  readonly exited: Promise<ChildExit>;
  readonly running: boolean;
  /** Ends it by SIGTERM, and by SIGKILL when it takes longer than `graceMs`; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
  /** Ends it by SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** The last lines of its output. */
  tail(lines?: number): Promise<string>;
}

interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** File that takes its output. */
  readonly log: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A folder that nobody needs once we are gone. */
  readonly scratch?: string;
  /** Whose rights it runs with, where the system allows the choice. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * The shell becomes the program by `exec`, so the pid stays; its watcher reads our end of the pipe and kills once we are gone, however we went.
 * The pipe also ends when only the program does: then we are still there to decide what becomes of the scratch folder.
 */
const guard = `exec 3<&0
gone() { ! kill -0 "$PPID" && rm -rf -- "$scratch"; }
scratch=$1
shift
( read _ <&3; kill -9 $$; [ -z "$scratch" ] || gone || { sleep 1; gone; } ) >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-`;

/** Starts a program in its own process group, so that neither a terminal's Ctrl-C nor our own SIGKILL leaves it in a wrong state. */
export function spawnGuarded(options: ChildOptions): GuardedChild {
  const out = openSync(options.log, "a");
  const posix = process.platform !== "win32";
  const child = spawn(
    posix ? "/bin/sh" : options.command,
    posix ? ["-c", guard, "eventwright-guard", options.scratch ?? "", options.command, ...options.args] : [...options.args],
    {
      detached: posix,
      stdio: ["pipe", out, out],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...options.user,
    },
  );
  closeSync(out);
  child.stdin?.on("error", () => {});
  const exited = new Promise<ChildExit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
  return handle(child, exited, options.log);
}

function handle(child: ChildProcess, exited: Promise<ChildExit>, log: string): GuardedChild {
  let running = true;
  void exited.then(() => {
    running = false;
    // What is left of the group is the watcher.
    signalGroup(child, "SIGKILL");
  });
  const kill = async () => {
    if (running) signalGroup(child, "SIGKILL");
    await exited;
  };
  return {
    pid: child.pid ?? -1,
    exited,
    get running() {
      return running;
    },
    kill,
    async stop(graceMs = 5_000) {
      if (!running) return;
      child.kill("SIGTERM");
      const late = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
      await exited;
      clearTimeout(late);
    },
    async tail(lines = 12) {
      const text = await readFile(log, "utf8").catch(() => "");
      return text.trimEnd().split("\n").slice(-lines).join("\n");
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
