import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../generator/kit.js";
import type { Json } from "../mutate.js";
import { shrunk } from "../shrink.js";
import { type Proof, type Proposition, prove } from "./prove.js";
import { readUniverse } from "./read.js";

type Failures = Pick<Proof, "refused" | "misread" | "uncompiled">;

/** What failed, each with the smallest schemas that fail in the same way; of many the first few. */
export async function smallestFailing(proof: Failures, propositions: readonly Proposition[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const way of ["refused", "misread", "uncompiled"] as const) {
    const byName = new Map(proof[way].map((message) => [/(?:^|\/)([um]\d+)\b/.exec(message)?.[1], message] as const));
    for (const [name, message] of [...byName].slice(0, 3)) {
      const found = propositions.find((each) => each.name === name);
      const least = found && (await shrunk(filesOf(found), (files) => failsAgain(files, way)));
      said.push(`${way}: ${message.slice(0, 1000)}\n  smallest: ${JSON.stringify(least)}`);
    }
  }
  return said;
}

/** The schemas of a proposition by their paths. */
function filesOf({ roots, cwd }: Proposition): Json {
  return Object.fromEntries([...roots.keys()].map((path) => [path, JSON.parse(readFileSync(join(cwd, path), "utf8"))]));
}

async function failsAgain(files: Json, way: keyof Failures): Promise<boolean> {
  const folder = temporaryFolder();
  const paths = Object.keys(files ?? {});
  try {
    const nodes = readUniverse(Object.values(files ?? {}));
    for (const [path, json] of Object.entries(files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(json));
    }
    const schemas = paths[0]?.split("/").slice(0, 2).join("/") ?? "";
    const roots = new Map(paths.flatMap((path, at) => (nodes[at] === undefined ? [] : [[path, nodes[at]] as const])));
    const proof = await prove([{ name: "smaller", schemas, cwd: folder, roots }], { folder, seed: 1, least: 6, typed: 4, wrong: 4 });
    return proof[way].length > 0;
  } catch {
    return false;
  }
}
