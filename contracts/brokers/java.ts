import { execFile } from "node:child_process";
import { readdir, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Java that was found, and which one. */
export interface Java {
  /** Path of the executable. */
  readonly path: string;
  readonly major: number;
  /** First line of `java -version`. */
  readonly version: string;
}

/** The first Java of at least `major` among `home`, JAVA_HOME, the PATH and the usual folders; else what was tried and what it was. */
export async function findJava(
  major: number,
  options: { readonly home?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
): Promise<{ readonly java: Java } | { readonly java: undefined; readonly tried: readonly string[] }> {
  const env = options.env ?? process.env;
  const tried: string[] = [];
  const seen = new Set<string>();
  for (const candidate of await candidates(options.home, env)) {
    const path = await realpath(candidate).catch(() => undefined);
    if (path === undefined || seen.has(path)) continue;
    seen.add(path);
    const java = await ask(path);
    if (java !== undefined && java.major >= major) return { java };
    tried.push(java === undefined ? `${path} (does not run)` : `${path} (Java ${java.major})`);
  }
  return { java: undefined, tried };
}

async function candidates(home: string | undefined, env: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const homes = [home, env.JAVA_HOME].filter((path) => path !== undefined && path !== "").map((path) => join(String(path), "bin", "java"));
  // A folder that was named is meant; the others are only looked at when none was.
  if (home !== undefined) return homes.slice(0, 1);
  const onPath = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "java"));
  const folders = ["/usr/lib/jvm", "/usr/java", "/opt/java", join(homedir(), ".sdkman", "candidates", "java")];
  const installed = await Promise.all(folders.map((folder) => inside(folder, "bin", "java")));
  const mac = await inside("/Library/Java/JavaVirtualMachines", "Contents", "Home", "bin", "java");
  return [...homes, ...onPath, ...installed.flat(), ...mac];
}

async function inside(folder: string, ...rest: readonly string[]): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().map((name) => join(folder, name, ...rest));
}

async function ask(path: string): Promise<Java | undefined> {
  try {
    const { stderr, stdout } = await run(path, ["-version"], { timeout: 10_000 });
    const version = (stderr || stdout).split("\n")[0]?.trim() ?? "";
    const numbers = /"(?:1\.)?(\d+)/.exec(version);
    return numbers?.[1] === undefined ? undefined : { path, major: Number(numbers[1]), version };
  } catch {
    return undefined;
  }
}
