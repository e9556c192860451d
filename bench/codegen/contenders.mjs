import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;

/** What is measured: each is a whole process that reads `input` and writes `out`. */
export const contenders = [
  ours("eventwright, Avro", "avro"),
  ours("eventwright, Avro inlined", "avro-inlined"),
  ours("eventwright, JSON Schema", "ours-json"),
  ours("eventwright, Avro with 25 topics", "topics"),
  peer("@ovotech/avro-ts 6.2.0, Avro inlined", "avro-inlined", "avro-ts"),
  peer("avro-typescript 1.1.0, Avro inlined", "avro-inlined", "avro-typescript"),
  peer("json-schema-to-typescript 16.0.0, unformatted", "jsonschema", "json-schema-to-typescript"),
  {
    name: "protoc-gen-es 2.13.0 + buf 1.75.0",
    input: "proto",
    command: ({ input, out }) => [here("node_modules/.bin/buf"), "generate", input, "--template", protoTemplate(out)],
  },
];

function ours(name, input) {
  const command = ({ input: schemas, out, check }) => {
    const flags = ["--schemas", schemas, "--out", out, "--stubs", `${out}-stubs`, "--quiet"];
    return [node, here("../../dist/cli/main.js"), "codegen", ...flags, ...(check ? ["--check"] : [])];
  };
  return { name, input, command, isOurs: true };
}

function peer(name, input, script) {
  return { name, input, command: ({ input: from, out }) => [node, here(`peers/${script}.mjs`), from, out] };
}

function protoTemplate(out) {
  const plugin = { local: here("node_modules/.bin/protoc-gen-es"), out, opt: ["target=ts", "import_extension=js"], strategy: "all" };
  return JSON.stringify({ version: "v2", plugins: [plugin] });
}
