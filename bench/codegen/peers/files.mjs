import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Gives each file below `argv[2]` to a generator and writes what it answers below `argv[3]`: the little that a peer without a command line needs. */
export async function eachFile(ending, convert) {
  const [, , from, to] = process.argv;
  for (const path of readdirSync(from, { recursive: true }).filter((each) => each.endsWith(ending))) {
    const target = join(to, `${path.slice(0, -ending.length)}.ts`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, await convert(join(from, path), () => JSON.parse(readFileSync(join(from, path), "utf8"))));
  }
}
