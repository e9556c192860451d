import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const clock = "/usr/bin/time";

/** One whole process by the operating system's own account: seconds of wall and processor, peak MiB of the largest process. */
export function measure(command, { mayFail = false } = {}) {
  if (!existsSync(clock)) throw new Error(`${clock} is needed (GNU time)`);
  const { stderr, status } = spawnSync(clock, ["-f", "%e %U %S %M", ...command], { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  const lines = stderr.trim().split("\n");
  const [wall, user, system, peak] = (lines.at(-1) ?? "").split(" ").map(Number);
  if (status !== 0 && !mayFail)
    throw new Error(`${command.slice(0, 3).join(" ")} ended with ${status}: ${lines.slice(0, -1).join("\n").slice(0, 500)}`);
  return { wall, cpu: user + system, peak: peak / 1024 };
}

/** The median of each figure. */
export function medians(runs) {
  const middle = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  return { wall: middle("wall"), cpu: middle("cpu"), peak: middle("peak") };
}
