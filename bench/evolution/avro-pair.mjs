import avsc from "avsc";
import { compare } from "../../dist/contracts/evolution/index.js";
import { best } from "./best.mjs";
import { eventVersions } from "./events.mjs";

/** One pair of one realistic event: texts in, verdict out, beside avsc's parsing and resolver. */
export function avroPair() {
  const [writer, reader] = eventVersions("acme.bench.Event", 2);
  const broken = reader.replace('"name":"added1","type":["null","string"],"default":null', '"name":"added1","type":"string"');
  let fresh = 0;
  // A doc that nobody had before: the texts can't be known from the last round.
  const unseen = (text) => text.replace("{", `{"doc":"${fresh++}",`);
  const rows = [
    [
      "avsc: parse both, createResolver",
      () => avsc.Type.forSchema(JSON.parse(reader)).createResolver(avsc.Type.forSchema(JSON.parse(writer))),
    ],
    ["compare, texts not seen before", () => compare({ format: "avro", reader: unseen(reader), writer: unseen(writer) })],
    ["compare, texts seen before", () => compare({ format: "avro", reader, writer })],
    ["compare, a pair that breaks, with its witness", () => compare({ format: "avro", reader: broken, writer })],
    ["JSON.parse of both, for scale", () => [JSON.parse(reader), JSON.parse(writer)]],
  ].map(([name, run]) => ({ name, microseconds: best(run) * 1000 }));
  const [peer] = rows;
  return {
    title: `One Avro pair (${reader.length} and ${writer.length} characters), microseconds, least of 30 rounds`,
    rows: rows.map(({ name, microseconds }) => [name, microseconds.toFixed(1), `${(peer.microseconds / microseconds).toFixed(1)}x`]),
  };
}
