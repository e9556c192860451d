import { compare } from "../../dist/contracts/evolution/index.js";
import { best } from "./best.mjs";
import { documentVersions } from "./documents.mjs";

/** One pair of one JSON Schema of 30 properties: texts in, verdict out. */
export function jsonPair() {
  const [writer, reader] = documentVersions("acme.bench.Event", 2);
  const broken = reader.replace('"maxLength":40', '"maxLength":39');
  let fresh = 0;
  const unseen = (text) => text.replace('"maxLength":50', `"maxLength":${100 + fresh++}`);
  const rows = [
    ["compare, texts not seen before", () => compare({ format: "json", reader: unseen(reader), writer })],
    ["compare, texts seen before", () => compare({ format: "json", reader, writer })],
    ["compare, a pair that breaks, with its witness", () => compare({ format: "json", reader: broken, writer })],
  ].map(([name, run]) => [name, (best(run) * 1000).toFixed(1), ""]);
  return { title: `One pair of JSON Schemas of 30 properties (${reader.length} characters), microseconds, least of 30 rounds`, rows };
}
