import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeProto } from "./proto.mjs";

const generator = fileURLToPath(new URL("../../test/proof/corpus/generate.mjs", import.meta.url));

/** Writes a corpus of `n` events in each of the forms that a contender reads. */
export function makeInputs({ n, seed, folder }) {
  execFileSync(process.execPath, [generator, "--n", String(n), "--seed", String(seed), "--out", folder], { stdio: "ignore" });
  cpSync(join(folder, "jsonschema"), join(folder, "ours-json"), { recursive: true });
  for (const path of filesBelow(join(folder, "ours-json"))) {
    const text = readFileSync(path, "utf8").replace(/("\$ref": "[^"#]*)\.json/g, "$1.schema.json");
    writeFileSync(path, text);
    renameSync(path, path.replace(/\.json$/, ".schema.json"));
  }
  makeTopics(folder);
  writeProto({ n, seed, out: join(folder, "proto") });
}

/** The Avro files again, each folder of events with a topic; what other events embed lies beside them. */
function makeTopics(folder) {
  const root = join(folder, "topics");
  cpSync(join(folder, "avro"), root, { recursive: true });
  const shared = join(root, "shared");
  mkdirSync(shared);
  for (const context of new Set(filesBelow(root).map(dirname))) {
    const name = context.split("/").at(-2);
    if (name === "common") continue;
    for (const file of readdirSync(context).filter((each) => each.endsWith("Snapshot.avsc")))
      renameSync(join(context, file), join(shared, file));
    const lines = [
      `topic: ${name}.events`,
      "key: metadata.eventId",
      "id: metadata.eventId",
      "time: metadata.occurredAt",
      "partitions: 6",
      "",
    ];
    writeFileSync(join(context, "topic.yaml"), lines.join("\n"));
  }
}

/** Every file below a folder. */
export function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
