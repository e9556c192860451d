/** The engine's face: two schemas in, findings out; no files, no network. */
import { type Diagnostic, readSchemaText, type SchemaFormat } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import { closedForm } from "../../runtime/index.js";
import { avroIssues } from "./avro/issues.js";
import { isSurelyCompatible } from "./avro/quick.js";
import { confluentAvroFindings, confluentJsonFindings } from "./confluent/findings.js";
import { type Direction, describe } from "./describe.js";
import type { Finding } from "./finding.js";
import type { Issue } from "./issue.js";
import { jsonIssues } from "./json/issues.js";
import type { Side } from "./side.js";

export interface CompareOptions {
  readonly format: SchemaFormat;
  /** Self-contained schema texts; the reader's is the new one. */
  readonly reader: string;
  readonly writer: string;
  /** `sound`, the default, is right; `confluent` says what Confluent's registry would answer, its mistakes included; `confluent-lenient` is its LENIENT policy for JSON Schema. */
  /** Of JSON Schema: whether what is written may carry more than the writer's schema declares, which `closed-producer` says it never does. */
  readonly contentModel?: "open" | "closed-producer";
  readonly engine?: "sound" | "confluent" | "confluent-lenient";
}

export interface Comparison {
  /** True when every value of the writer is read, and as what it was. */
  readonly compatible: boolean;
  readonly findings: readonly Finding[];
}

/** Whether a reader reads all that a writer writes. @throws EventwrightError USAGE for a text that is no schema, or another engine. */
export function compare(options: CompareOptions): Comparison {
  const { engine = "sound", format } = options;
  if (engine !== "sound") return verdict(confluentFindings(options));
  if (format === "avro" && isSurelyCompatible(options.reader, options.writer)) return unharmed;
  const reader = sideOf("reader", format, options.reader);
  const writer = writtenSide(sideOf("writer", format, options.writer), options.contentModel);
  return compareSides({ breaks: "backward", reader, writer });
}

/** A writer's schema as the content model has it. */
export function writtenSide(side: Side, contentModel: CompareOptions["contentModel"]): Side {
  if (side.format !== "json" || contentModel !== "closed-producer") return side;
  return { ...side, text: closedForm(side.text) };
}

const unharmed: Comparison = { compatible: true, findings: [] };

/** The same for two sides whose models are known. */
export function compareSides(direction: Direction): Comparison {
  const { reader, writer } = direction;
  // By the texts alone: a side that was read from a file may not have been made a model yet.
  if (reader.format === "avro" && writer.format === "avro" && isSurelyCompatible(reader.text, writer.text)) return unharmed;
  const findings = issuesOf(direction).map((issue) => describe(issue, direction));
  return verdict(findings);
}

function verdict(findings: readonly Finding[]): Comparison {
  return { compatible: findings.every((finding) => finding.severity !== "error"), findings };
}

function confluentFindings({ format, reader, writer, engine }: CompareOptions): readonly Finding[] {
  if (format === "avro") return confluentAvroFindings(reader, writer);
  return confluentJsonFindings(reader, writer, engine === "confluent-lenient" ? "lenient" : "strict");
}

function issuesOf({ reader, writer }: Direction): readonly Issue[] {
  if (reader.format !== writer.format) {
    const detail = `${writer.format} can't be read as ${reader.format}`;
    return [{ rule: "TYPE_CHANGED", severity: "error", readerPath: [], writerPath: [], detail }];
  }
  return reader.format === "avro" ? avroIssues(reader, writer) : jsonIssues(reader, writer);
}

function sideOf(role: "reader" | "writer", format: SchemaFormat, text: string): Side {
  const { schema, diagnostics } = readSchemaText({ format, text });
  const fatal = diagnostics.find((diagnostic) => isFatal(format, diagnostic));
  if (schema === undefined || fatal !== undefined) {
    throw new EventwrightError("USAGE", {
      detail: `the ${role} is no ${format} schema: ${(fatal ?? diagnostics[0])?.message ?? "it can't be read"}`,
    });
  }
  // JSON Schema is judged on its text; the model serves for places alone, and knows less than the text.
  return { format, text: format === "json" ? text : schema.text, shape: schema.shape, types: schema.types, placed: false };
}

/** A default that is no value is a finding, not a reason to refuse the schema. */
function isFatal(format: SchemaFormat, { code, severity }: Diagnostic): boolean {
  if (severity !== "error" || code === "SCHEMA_INVALID_DEFAULT") return false;
  return format === "avro" || code === "SCHEMA_INVALID_JSON";
}
