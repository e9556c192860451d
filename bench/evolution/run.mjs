#!/usr/bin/env node
/** The engine and the gate, side by side with what else there is: `npm run bench:evolution -- [name…]`. */
import { avroPair } from "./avro-pair.mjs";
import { documentVersions } from "./documents.mjs";
import { eventVersions } from "./events.mjs";
import { jsonPair } from "./json-pair.mjs";
import { subjects } from "./subjects.mjs";

const measurements = {
  "avro-pair": () => avroPair(),
  "avro-subjects": () => subjects({ format: "Avro", count: 10_000, ending: ".avsc", versions: eventVersions }),
  "json-pair": () => jsonPair(),
  "json-subjects": () => subjects({ format: "JSON Schema", count: 1_000, ending: ".schema.json", versions: documentVersions }),
};

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(measurements)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { title, rows } = await measure();
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  process.stdout.write(
    `${title}\n${rows.map((row) => `  ${row[0].padEnd(widths[0])}  ${row[1].padStart(widths[1])}  ${row[2].padStart(widths[2])}`.trimEnd()).join("\n")}\n\n`,
  );
}
