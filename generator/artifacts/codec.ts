import type { SchemaModel } from "../../catalog/index.js";
import type { ValueOptions } from "../options.js";
import { docComment, identifier, stringLiteral } from "../render/escape.js";
import { Imports, lineWidth } from "../render/imports.js";
import { schemaChunks } from "../render/schema-text.js";
import { defineArtifact } from "./artifact.js";
import { qualified } from "./names.js";
import { type Plan, rootName, type SchemaPlan } from "./plan.js";

interface CodecPlan extends SchemaPlan {
  readonly codec: string;
}

/** `<schema>.codec.ts`: one value that everything else takes; the schema of each version, one field a line. */
export const codecArtifact = defineArtifact<CodecPlan>({
  name: "codec",
  stays: "with-source",
  subjects: (plan) => plan.schemas.flatMap((schema) => (schema.codec === undefined ? [] : [{ ...schema, codec: schema.codec }])),
  path: (schema) => `${schema.stem}.codec.ts`,
  from: (schema) => schema.from,
  write(plan, all) {
    const { schema, codec } = plan;
    const imports = new Imports();
    const define = schema.format === "avro" ? "defineAvroCodec" : "defineJsonCodec";
    imports.gen("EventCodec", define);
    const type = importRoot(plan, all, imports);
    const lines = [...imports.lines()];
    for (const { constant, text } of versionTexts(schema, codec)) lines.push("", ...textLines(constant, text));
    lines.push("", ...docComment([`Reads and writes ${schema.name}, version ${schema.version}.`]));
    lines.push(`export const ${codec}: EventCodec<${type}> = /* @__PURE__ */ ${define}<${type}>({`);
    lines.push(`  name: ${stringLiteral(schema.name)},`, `  version: ${schema.version},`);
    lines.push(`  fingerprint: ${stringLiteral(schema.fingerprint)},`, `  schema: ${constantOf(schema.version, codec)},`);
    for (const line of writersLines(schema, codec)) lines.push(`  ${line}`);
    for (const line of [...modelLines(schema, all), ...valuesLines(schema, all.options)]) lines.push(`  ${line}`);
    lines.push("});", "");
    return lines.join("\n");
  },
});

/** Imports the root type under a name that is free in a codec file, and answers with it. */
function importRoot(plan: CodecPlan, all: Plan, imports: Imports): string {
  const fullName = rootName(plan.schema);
  const home = all.homes.get(fullName);
  if (home === undefined) return "unknown";
  const taken = new Set([plan.codec, "EventCodec", "defineAvroCodec", "defineJsonCodec"]);
  const long = identifier(qualified(fullName));
  const local = [home.name, long, `${long}$`].find((name) => !taken.has(name)) ?? `${long}$$`;
  imports.add(all.layout.module(plan.stem, `${home.plan.stem}.type.ts`), { name: home.name, as: local, type: true });
  return local;
}

/** The text of each released version and of the work tree, each version once. */
function versionTexts(schema: SchemaModel, codec: string): readonly { readonly constant: string; readonly text: string }[] {
  const texts = new Map(schema.released.map((released) => [released.version, released.text]));
  texts.set(schema.version, schema.text);
  return [...texts].map(([version, text]) => ({ constant: constantOf(version, codec), text }));
}

function constantOf(version: number, codec: string): string {
  const name = `schemaV${version}`;
  return name === codec ? `${name}$` : name;
}

function writersLines(schema: SchemaModel, codec: string): readonly string[] {
  const items = schema.released.map(
    ({ version, fingerprint }) =>
      `{ version: ${version}, fingerprint: ${stringLiteral(fingerprint)}, schema: ${constantOf(version, codec)} }`,
  );
  if (items.length === 0) return ["writers: [],"];
  if (items.length === 1) return [`writers: [${items[0]}],`];
  return ["writers: [", ...items.map((item) => `  ${item},`), "],"];
}

function modelLines({ format, context }: SchemaModel, { model }: Plan): readonly string[] {
  if (format !== "json") return [];
  const topic = model.topics.find((one) => one.context === context);
  return topic?.contentModel === undefined ? [] : [`contentModel: ${stringLiteral(topic.contentModel)},`];
}

/** What differs from the default alone; JSON Schema's values are JSON, whatever is asked for. */
function valuesLines({ format }: SchemaModel, { long = "number", timestamps = "Date" }: ValueOptions): readonly string[] {
  if (format !== "avro") return [];
  return [
    ...(long === "number" ? [] : [`long: ${stringLiteral(long)},`]),
    ...(timestamps === "Date" ? [] : [`timestamps: ${stringLiteral(timestamps)},`]),
  ];
}

function textLines(constant: string, text: string): readonly string[] {
  const whole = `const ${constant} = ${stringLiteral(text)};`;
  if (whole.length <= lineWidth) return [whole];
  const chunks = schemaChunks(text).map(stringLiteral);
  const joined = `  ${chunks.join(" + ")};`;
  // Formatters put a sum on one line where it fits there.
  if (joined.length <= lineWidth) return [`const ${constant} =`, joined];
  return [`const ${constant} =`, ...chunks.map((chunk, index) => `  ${chunk}${index === chunks.length - 1 ? ";" : " +"}`)];
}
