/** The whole idea in one run: every pattern shown on the order domain, and checked while it is shown. */
import { pathToFileURL } from "node:url";
import { acts } from "./acts/all.js";
import { type DemoOptions, readOptions, usage } from "./options.js";
import { type ActResult, textPage } from "./page.js";
import { openWorld, type World } from "./world.js";

/** Runs the demo. @returns the exit code. */
export async function demo(options: DemoOptions): Promise<number> {
  const from = performance.now();
  const page = options.json
    ? undefined
    : textPage((line) => process.stdout.write(`${line}\n`), process.stdout.isTTY && !process.env.NO_COLOR);
  const world = await openWorld(options);
  try {
    page?.head(world.parts);
    const results: ActResult[] = [];
    for (const act of acts) {
      const result = await act(world);
      results.push(result);
      page?.act(result);
    }
    page?.foot(results, performance.now() - from);
    if (options.json) process.stdout.write(`${JSON.stringify(outcome(results, world))}\n`);
    return results.every(({ off }) => off.length === 0) ? 0 : 1;
  } finally {
    await world.close();
  }
}

function outcome(results: readonly ActResult[], { counts }: World) {
  return { acts: results.map(({ title }) => title), off: results.flatMap(({ off }) => off), counts };
}

async function run(argv: readonly string[]): Promise<number> {
  let options: DemoOptions | "help";
  try {
    options = readOptions(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (options === "help") {
    process.stdout.write(usage);
    return 0;
  }
  try {
    return await demo(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 3;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exit(await run(process.argv.slice(2)));
