/** What Confluent's registry answers for Avro: Java's `SchemaCompatibility`, its order of issues, its memory and its mixed locations included. */
import type { AvroField, AvroNode, NamedNode, UnionNode } from "./avro-node.js";

type AvroIncompatibility =
  | "NAME_MISMATCH"
  | "FIXED_SIZE_MISMATCH"
  | "MISSING_ENUM_SYMBOLS"
  | "READER_FIELD_MISSING_DEFAULT_VALUE"
  | "TYPE_MISMATCH"
  | "MISSING_UNION_BRANCH";

/** One incompatibility in Java's words; its location counts positions of the reader's fields and of the writer's branches. */
export interface AvroProblem {
  readonly type: AvroIncompatibility;
  readonly location: string;
  readonly message: string;
}

/** Every problem that Java's checker reports. @throws AmbiguousField where Java's checker throws. */
export function javaProblems(reader: AvroNode, writer: AvroNode): readonly AvroProblem[] {
  return visit({ memo: new Map() }, { reader, writer, location: [] });
}

/** A reader's field that two of the writer's would feed: Java throws, and Confluent calls the pair incompatible. */
export class AmbiguousField extends Error {}

interface Walk {
  /** By identity of reader, then writer. "open" is a pair on the way, which counts as compatible: Java's own mistake, kept. */
  readonly memo: Map<AvroNode, Map<AvroNode, readonly AvroProblem[] | "open">>;
}

interface At {
  readonly reader: AvroNode;
  readonly writer: AvroNode;
  readonly location: readonly string[];
}

function visit(walk: Walk, at: At): readonly AvroProblem[] {
  const row = walk.memo.get(at.reader) ?? new Map<AvroNode, readonly AvroProblem[] | "open">();
  walk.memo.set(at.reader, row);
  const known = row.get(at.writer);
  if (known !== undefined) return known === "open" ? [] : known;
  row.set(at.writer, "open");
  const problems = compare(walk, at);
  row.set(at.writer, problems);
  return problems;
}

function compare(walk: Walk, at: At): readonly AvroProblem[] {
  const { reader, writer, location } = at;
  if (reader.kind === "union" && writer.kind === "union") return unions(walk, reader, writer, location);
  if (writer.kind === "union")
    return writer.branches.flatMap((branch, index) => visit(walk, { reader, writer: branch, location: [...location, String(index)] }));
  if (reader.kind === "union") {
    const taken = reader.branches.some((branch) => visit(walk, { reader: branch, writer, location: [] }).length === 0);
    return taken ? [] : [lacking(writer, location)];
  }
  if ("inner" in reader && "inner" in writer && reader.kind === writer.kind) {
    return visit(walk, {
      reader: reader.inner,
      writer: writer.inner,
      location: [...location, reader.kind === "array" ? "items" : "values"],
    });
  }
  if ("fullName" in reader && "fullName" in writer && reader.kind === writer.kind) return sameKind(walk, reader, writer, location);
  return reader.kind === writer.kind || promotions[writer.kind]?.includes(reader.kind) ? [] : [mismatch(reader, writer, location)];
}

const promotions: Readonly<Partial<Record<AvroNode["kind"], readonly AvroNode["kind"][]>>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};

/** A branch is tried without its place, so what Java remembers of it later shows up with half a location. */
function unions(walk: Walk, reader: UnionNode, writer: UnionNode, location: readonly string[]): readonly AvroProblem[] {
  return writer.branches.flatMap((branch, index) => {
    const inner = visit(walk, { reader, writer: branch, location: [] });
    return inner.length === 0 ? [] : [lacking(branch, [...location, String(index)])];
  });
}

function sameKind(walk: Walk, reader: NamedNode, writer: NamedNode, location: readonly string[]): readonly AvroProblem[] {
  const problems: AvroProblem[] = [];
  if (reader.name !== writer.name && !reader.aliases.includes(writer.fullName)) {
    problems.push(problem("NAME_MISMATCH", [...location, "name"], `expected: ${writer.fullName}`));
  }
  if (reader.kind === "fixed" && reader.size !== writer.size) {
    problems.push(problem("FIXED_SIZE_MISMATCH", [...location, "size"], `expected: ${writer.size}, found: ${reader.size}`));
  }
  if (reader.kind === "enum" && reader.enumDefault === undefined) {
    const missing = writer.symbols.filter((symbol) => !reader.symbols.includes(symbol)).sort();
    if (missing.length > 0) problems.push(problem("MISSING_ENUM_SYMBOLS", [...location, "symbols"], `[${missing.join(", ")}]`));
  }
  if (reader.kind !== "record") return problems;
  const fields = reader.fields.flatMap((field, index) =>
    visitField(walk, field, { reader, writer, location: [...location, "fields", String(index)] }),
  );
  return [...problems, ...fields];
}

function visitField(
  walk: Walk,
  field: AvroField,
  at: { readonly reader: NamedNode; readonly writer: NamedNode; readonly location: readonly string[] },
) {
  const source = sourceOf(field, at.writer);
  const location = [...at.location, "type"];
  if (source !== undefined) return visit(walk, { reader: field.type, writer: source.type, location });
  if (field.default !== undefined) return [];
  const { type } = field;
  // An enum's own default is taken for the field's here, and then the enum is compared with the whole record.
  if (type.kind === "enum" && type.enumDefault !== undefined) return visit(walk, { reader: type, writer: at.writer, location });
  return [problem("READER_FIELD_MISSING_DEFAULT_VALUE", at.location, field.name)];
}

function sourceOf(field: AvroField, writer: NamedNode): AvroField | undefined {
  const names = new Set([field.name, ...field.aliases]);
  const [source, second] = writer.fields.filter((candidate) => names.has(candidate.name));
  if (second !== undefined) throw new AmbiguousField(`field ${field.name} matches several fields of ${writer.fullName}`);
  return source;
}

function mismatch(reader: AvroNode, writer: AvroNode, location: readonly string[]): AvroProblem {
  return problem("TYPE_MISMATCH", location, `reader type: ${upper(reader)} not compatible with writer type: ${upper(writer)}`);
}

function lacking(writer: AvroNode, location: readonly string[]): AvroProblem {
  return problem("MISSING_UNION_BRANCH", location, `reader union lacking writer type: ${upper(writer)}`);
}

function upper({ kind }: AvroNode): string {
  return kind.toUpperCase();
}

function problem(type: AvroIncompatibility, location: readonly string[], message: string): AvroProblem {
  return { type, location: `/${location.join("/")}`, message };
}
