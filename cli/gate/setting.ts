import { isAbsolute, relative } from "node:path";
import type { CommandIo } from "../command.js";

/** What a format may know besides the facts. */
export interface Setting {
  readonly color: boolean;
  /** `YYYY-MM-DD`, for the days that a waiver has left. */
  readonly today: string;
  /** Where the working directory is in the repository that a host shows: "" or `packages/events/`. */
  readonly prefix: string;
  /** Tells the comments of several jobs on one pull request apart. */
  readonly job: string;
}

/** From the surroundings: hosts name paths from the repository's root, wherever the command runs. */
export function settingOf({ color, env, cwd }: CommandIo): Setting {
  const root = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  const inside = root === undefined ? "" : relative(root, cwd).replaceAll("\\", "/");
  const isInside = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
  const job = [env.GITHUB_WORKFLOW, env.GITHUB_JOB ?? env.CI_JOB_NAME].filter((name) => name !== undefined).join("/");
  return { color, today: new Date().toISOString().slice(0, 10), prefix: isInside ? `${inside}/` : "", job };
}

/** A path of the report as a host knows it: from the repository's root, without `./` and `..` where that is possible. */
export function hostPath(path: string, { prefix }: Setting): string {
  const steps: string[] = [];
  for (const step of `${prefix}${path}`.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return steps.join("/");
}
