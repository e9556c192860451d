/** Avro 1.12 schema resolution, asked of two schemas instead of bytes: everything that could go wrong, at each pair of types once. */
import type { RecordType, Shape } from "../../../catalog/index.js";
import type { RuleId } from "../finding.js";
import type { Issue } from "../issue.js";
import type { Path, Side } from "../side.js";
import { hasUsableDefault } from "./default.js";
import { type Feed, feeds } from "./fields.js";
import { chooseBranch, matches, namesMatch, typeOf } from "./match.js";
import { shiftOf } from "./meaning.js";
import { type Node, nodeOf, nodeText } from "./node.js";
import type { Trail } from "./trail.js";
import { witnessed } from "./witness.js";

/** Every issue between a reader's and a writer's schema, the nearest to the root first, each with an event that shows it. */
export function avroIssues(reader: Side, writer: Side): readonly Issue[] {
  const walk: Walk = { reader, writer, issues: [], seen: new Set(), next: [] };
  visit(walk, { reader: reader.shape, writer: writer.shape, readerPath: [], writerPath: [], trail: undefined });
  for (const at of walk.next) visitPlace(walk, at);
  return walk.issues.map(({ trail, ...issue }) => witnessed({ reader, writer, issue, trail }));
}

interface Walk {
  readonly reader: Side;
  readonly writer: Side;
  readonly issues: (Issue & { readonly trail: Trail })[];
  /**
   * Pairs of records on the way or done. A branch of a union is chosen by name alone, so a pair's issues depend on nothing but the pair:
   * visiting each once finds all there is, and recursion needs no assumption that could later turn out false.
   */
  readonly seen: Set<string>;
  /** Grows while it is gone through: what is near is found before what is deep, and no depth of schema is a depth of calls. */
  readonly next: At[];
}

interface At {
  readonly reader: Shape;
  readonly writer: Shape;
  readonly readerPath: Path;
  readonly writerPath: Path;
  /** The way through the writer's schema, union branches included. */
  readonly trail: Trail;
}

function visit(walk: Walk, at: At): void {
  walk.next.push(at);
}

function visitPlace(walk: Walk, at: At): void {
  const reader = nodeOf(walk.reader, at.reader);
  const writer = nodeOf(walk.writer, at.writer);
  if (writer.kind === "union") {
    for (const [index, branch] of writer.branches.entries()) {
      visitBranch(walk, { ...at, writer: branch.shape, trail: { before: at.trail, step: { kind: "branch", index } } }, branch.tag);
    }
  } else if (reader.kind === "union") {
    visitBranch(walk, at, nodeText(writer));
  } else {
    visitPair(walk, at, reader, writer);
  }
}

function visitBranch(walk: Walk, at: At, tag: string): void {
  const reader = nodeOf(walk.reader, at.reader);
  const writer = nodeOf(walk.writer, at.writer);
  const chosen = reader.kind === "union" ? chooseBranch(walk.reader, reader.branches, writer)?.shape : at.reader;
  if (chosen === undefined || (reader.kind !== "union" && !matches(reader, writer))) {
    report(walk, at, "UNION_BRANCH_UNKNOWN", `the writer may write ${tag}, and the reader has no place for it`);
    return;
  }
  visitPair(walk, { ...at, reader: chosen }, nodeOf(walk.reader, chosen), writer);
}

function visitPair(walk: Walk, at: At, reader: Node, writer: Node): void {
  if (reader.kind === "unknown" || writer.kind === "unknown") {
    const why = reader.kind === "unknown" ? reader.why : writer.kind === "unknown" ? writer.why : "";
    report(walk, at, "UNDECIDED", why);
    return;
  }
  if (reader.kind !== writer.kind || (reader.kind === "leaf" && !matches(reader, writer))) {
    report(walk, at, "TYPE_CHANGED", `${nodeText(writer)} can't be read as ${nodeText(reader)}`);
    return;
  }
  checkName(walk, at, reader, writer);
  if (reader.kind === "record" && writer.kind === "record") visitRecord(walk, at, reader.type, writer.type);
  if (reader.kind === "array" && writer.kind === "array") visitInner(walk, at, "[]", reader.items, writer.items);
  if (reader.kind === "map" && writer.kind === "map") visitInner(walk, at, "{}", reader.values, writer.values);
  if (reader.kind === "enum" && writer.kind === "enum") checkSymbols(walk, at, reader, writer);
  if (reader.kind === "fixed" && writer.kind === "fixed" && reader.size !== writer.size) {
    report(walk, at, "FIXED_SIZE_CHANGED", `${writer.size} bytes are written where the reader takes ${reader.size}`);
    return;
  }
  const shift = shiftOf(reader, writer);
  if (shift !== undefined) walk.issues.push({ ...shift, readerPath: at.readerPath, writerPath: at.writerPath, trail: at.trail });
}

function checkName(walk: Walk, at: At, reader: Node, writer: Node): void {
  const [r, w] = [typeOf(reader), typeOf(writer)];
  if (r === undefined || w === undefined || namesMatch(r, w)) return;
  report(walk, at, "NAME_CHANGED", `${w.kind} ${w.name} is read as ${r.name}, which has no alias for it`);
}

function checkSymbols(walk: Walk, at: At, reader: Extract<Node, { kind: "enum" }>, writer: Extract<Node, { kind: "enum" }>): void {
  const known = new Set(reader.type.symbols);
  const unknown = writer.type.symbols.filter((symbol) => !known.has(symbol));
  if (unknown.length === 0 || (reader.type.default !== undefined && known.has(reader.type.default))) return;
  const symbols = unknown.map((symbol) => `"${symbol}"`).join(", ");
  report(walk, at, "ENUM_SYMBOL_UNKNOWN", `the reader's enum ${reader.type.name} has no ${symbols} and no default`);
}

function visitInner(walk: Walk, at: At, step: "[]" | "{}", reader: Shape, writer: Shape): void {
  const trail: Trail = { before: at.trail, step: { kind: step === "[]" ? "item" : "entry" } };
  visit(walk, { reader, writer, readerPath: [...at.readerPath, step], writerPath: [...at.writerPath, step], trail });
}

function visitRecord(walk: Walk, at: At, reader: RecordType, writer: RecordType): void {
  const pair = `${reader.name}\n${writer.name}`;
  if (walk.seen.has(pair)) return;
  walk.seen.add(pair);
  for (const feed of feeds(reader, writer)) visitField(walk, at, feed);
}

function visitField(walk: Walk, at: At, { field, sources, rival }: Feed): void {
  const readerPath = [...at.readerPath, field.name];
  const [source, second] = sources;
  if (source === undefined) {
    if (!hasUsableDefault(walk.reader, field)) {
      const why = field.defaultText === undefined ? "no default" : `a default that is no value of its type: ${field.defaultText}`;
      report(
        walk,
        { ...at, readerPath },
        "FIELD_ADDED_WITHOUT_DEFAULT",
        `the writer has no field "${field.name}", and the reader's has ${why}`,
      );
    }
    return;
  }
  const writerPath = [...at.writerPath, source.name];
  const trail: Trail = { before: at.trail, step: { kind: "field", name: source.name } };
  const here = { reader: field.shape, writer: source.shape, readerPath, writerPath, trail };
  if (second !== undefined) {
    report(
      walk,
      here,
      "NAME_CHANGED",
      `"${field.name}" and its aliases lead to two of the writer's fields: "${source.name}", "${second.name}"`,
    );
  }
  if (rival !== undefined) {
    report(walk, here, "NAME_CHANGED", `the reader's fields "${rival.name}" and "${field.name}" are both read from "${source.name}"`);
  }
  if (second === undefined && rival === undefined) visit(walk, here);
}

function report(walk: Walk, at: Pick<At, "readerPath" | "writerPath" | "trail">, rule: RuleId, detail: string): void {
  walk.issues.push({ rule, severity: "error", readerPath: at.readerPath, writerPath: at.writerPath, trail: at.trail, detail });
}
