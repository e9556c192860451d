import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { modelOf } from "../../test/proof/corpus/model.mjs";

const scalars = { string: "string", int: "int32", long: "int64", float: "float", double: "double", boolean: "bool", bytes: "bytes" };
const timestamps = "google/protobuf/timestamp.proto";

/** Writes the corpus as proto3, for the peer that reads nothing else. */
export function writeProto({ n, seed, out }) {
  const { all, byName } = modelOf(n, seed);
  for (const type of all) {
    const path = join(out, protoPath(type));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      protoText(type, (name) => all.find((each) => each === byName.get(name))),
    );
  }
}

function protoText(root, rootNamed) {
  const imports = new Set();
  const queue = [root];
  const name = (type) => {
    if (type.k === "prim") return scalars[type.t];
    if (type.k === "logical") {
      if (type.t !== "timestamp-millis") return "string";
      imports.add(timestamps);
      return "google.protobuf.Timestamp";
    }
    if (type.k !== "ref") queue.push(type);
    const target = type.k === "ref" ? rootNamed(`${type.ns}.${type.name}`) : undefined;
    if (target !== undefined && target !== root) imports.add(protoPath(target));
    return `${type.ns}.${type.name}`;
  };
  const body = [];
  for (const type of queue) body.push(...(type.k === "enum" ? enumLines(type) : messageLines(type, name)), "");
  const head = [...imports].sort().map((path) => `import "${path}";`);
  return ['syntax = "proto3";', "", `package ${root.ns};`, "", ...head, "", ...body].join("\n");
}

function enumLines({ name, symbols }) {
  const prefix = snake(name).toUpperCase();
  const values = ["UNSPECIFIED", ...symbols].map((symbol, index) => `  ${prefix}_${symbol} = ${index};`);
  return [`enum ${name} {`, ...values, "}"];
}

function messageLines({ name, fields, doc }, nameOf) {
  let number = 1;
  const field = ({ name: fieldName, type }) => {
    const word = snake(fieldName);
    const inner = type.k === "nullable" ? type.of : type;
    if (inner.k === "array") return [`  repeated ${nameOf(inner.items)} ${word} = ${number++};`];
    if (inner.k === "map") return [`  map<string, ${nameOf(inner.values)}> ${word} = ${number++};`];
    if (inner.k !== "union") return [`  ${inner === type ? "" : "optional "}${nameOf(inner)} ${word} = ${number++};`];
    return [`  oneof ${word} {`, ...inner.of.map((each) => `    ${nameOf(each)} ${word}_${snake(each.name)} = ${number++};`), "  }"];
  };
  const lines = fields.flatMap((each) => [...(each.doc ? [`  // ${each.doc}`] : []), ...field(each)]);
  return [...(doc ? [`// ${doc}`] : []), `message ${name} {`, ...lines, "}"];
}

function protoPath({ ns, name }) {
  return `${ns.replaceAll(".", "/")}/${snake(name)}.proto`;
}

function snake(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
