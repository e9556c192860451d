/** JSON Schema: every document of the writer is one of the reader's, or here is one that isn't. */
import { defineJsonCodec, isEventwrightError } from "../../../runtime/index.js";
import type { Witness } from "../finding.js";
import type { Issue } from "../issue.js";
import type { Path, Side } from "../side.js";
import { counterexample, openDocument } from "./engine.js";
import { type Break, breaksBetween, type Sides } from "./explain.js";
import { isDoubt, isModel, type Model, type Outcome } from "./solve/outcome.js";
import { type Json, stable } from "./value.js";

const longestWitness = 10_000;

/** Every issue between a reader's and a writer's schema. */
export function jsonIssues(reader: Side, writer: Side): readonly Issue[] {
  const sides: Sides = { writer: openDocument(writer.text), reader: openDocument(reader.text) };
  const whole = decide(sides, false);
  if (whole === "none") return formatIssues(sides, { reader, writer });
  const judge = judgeOf(reader.text, writer.text);
  return breaksBetween(sides, whole).map((one) => issueOf(one, judge));
}

function decide({ writer, reader }: Sides, withFormats: boolean): Outcome {
  return counterexample({ schema: writer.root, doc: writer, withFormats }, { schema: reader.root, doc: reader, withFormats });
}

/** By the specification a format is a note; the codecs of this package assert it, so a new one is worth a warning. */
function formatIssues(sides: Sides, { reader, writer }: { readonly reader: Side; readonly writer: Side }): readonly Issue[] {
  if (!reader.text.includes('"format"')) return [];
  const outcome = decide(sides, true);
  if (!isModel(outcome)) return [];
  const witness = judgeOf(reader.text, writer.text)(outcome.value);
  if (typeof witness === "string") return [];
  const path = pathIn(witness.error);
  const detail = `the reader asserts a format that the writer does not promise (${witness.error})`;
  return [{ rule: "FORMAT_CHANGED", severity: "warning", readerPath: path, writerPath: path, detail, witness }];
}

/** The validator's words begin with the way to the value. */
function pathIn(error: string): Path {
  const [way = ""] = error.split(": ");
  return way === "the event" ? [] : way.split(".").map((step) => (/^\d+$/.test(step) ? "[]" : step));
}

type Judge = (value: Json) => Witness | string;

function issueOf({ rule, keyword, path, part, outcome, formatted }: Break, judge: Judge): Issue {
  const base = { rule, severity: "error", readerPath: path, writerPath: path } as const;
  if (!isModel(outcome)) {
    const why = isDoubt(outcome) ? outcome.doubt : "it was not shown";
    return { ...base, rule: "UNDECIDED", detail: `whether all that is written can be read is not decided: ${why}`, unwitnessed: why };
  }
  const witness = checked(outcome, formatted, judge);
  return { ...base, detail: detailOf(keyword, part), ...(typeof witness === "string" ? { unwitnessed: witness } : { witness }) };
}

/** What the writer's codec refuses for a format may have a twin that it takes. */
function checked(found: Model, formatted: () => Outcome, judge: Judge): Witness | string {
  const first = witnessOf(found, judge);
  if (typeof first !== "string") return first;
  const twin = formatted();
  return isModel(twin) ? witnessOf(twin, judge) : first;
}

function witnessOf(found: Model, judge: Judge): Witness | string {
  return found.size > longestWitness ? "the smallest document that shows it is too large to write down" : judge(found.value);
}

/** A document put to both codecs: the old one takes it, the new one doesn't, or why that isn't so. */
function judgeOf(reader: string, writer: string): Judge {
  const [takes, refuses] = [codecOf("writer", writer), codecOf("reader", reader)];
  return (value) => {
    const bytes = Buffer.from(JSON.stringify(value));
    const before = takes(bytes);
    if (before !== undefined) return `the codec of the writer refuses the document that the specification allows: ${before}`;
    const error = refuses(bytes);
    if (error === undefined) return "the codec of the reader takes the document that the specification refuses";
    return { json: stable(value), hex: bytes.toString("hex"), error };
  };
}

function codecOf(name: string, schema: string): (bytes: Uint8Array) => string | undefined {
  const codec = defineJsonCodec<unknown>({ name, version: 1, fingerprint: "", schema, writers: [] });
  return (bytes) => {
    try {
      codec.decode(bytes);
      return undefined;
    } catch (error) {
      if (!isEventwrightError(error)) throw error;
      return error.message.replace(/^.*?read as version 1: /, "");
    }
  };
}

function detailOf(keyword: string, part: Json): string {
  const text = stable(part);
  const short = text.length <= 120 ? text : `${text.slice(0, 120)}…`;
  if (keyword === "required") return "the reader requires a property that the writer may leave out";
  if (keyword === "type") return `the reader takes ${short} alone, and the writer may write another type`;
  if (keyword === "enum" || keyword === "const") return `the writer may write a value that the reader does not list: ${short}`;
  if (keyword === "anyOf" || keyword === "oneOf") return `the writer may write what fits no branch of the reader's ${keyword}, or too many`;
  return keyword === "" ? "the writer may write what the reader refuses" : `the reader demands ${short}, which the writer does not promise`;
}
