/** Avro 1.12: files → named types, root shapes and self-contained texts; names are linked over all files at once. */
import type { Diagnostic } from "../diagnostic.js";
import type { NamedType } from "../event-model.js";
import { checkDefaults } from "./avro-default.js";
import { reportEndlessDefaults } from "./avro-default-endless.js";
import { reportEndless } from "./avro-endless.js";
import { namedType } from "./avro-named.js";
import { splitName } from "./avro-names.js";
import { type AvroFile, type AvroScope, type Definition, declareTypes } from "./avro-scope.js";
import { avroShape } from "./avro-shape.js";
import { avroText, definitionText } from "./avro-text.js";
import { memberOf } from "./json-text.js";
import type { ReadResult, ReadSchema } from "./read-result.js";
import { fileNameOfType } from "./root-name.js";
import { placeOf, reporter, type SchemaSource } from "./source.js";

/** Reads Avro files as one universe of names. */
export function readAvro(files: readonly AvroFile[], diagnostics: Diagnostic[]): ReadResult {
  const scope = declareTypes(files, diagnostics);
  const types = new Map<string, NamedType>();
  for (const definition of scope.definitions) {
    const type = namedType(definition, scope);
    if (scope.types.get(definition.name) === definition) types.set(definition.name, type);
  }
  reportConflicts(scope);
  reportEndless(types, scope);
  for (const definition of scope.types.values()) {
    const type = types.get(definition.name);
    if (type?.kind === "record") checkDefaults(definition, type, types, scope);
  }
  reportEndlessDefaults(types, scope);
  const byFile = groupByFile(types);
  return { types, schemas: files.map((file) => schemaOf({ file, scope, types, defines: byFile.get(file.source.path) ?? [] })) };
}

function groupByFile(types: ReadonlyMap<string, NamedType>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { file, name } of types.values()) {
    const known = names.get(file);
    if (known === undefined) names.set(file, [name]);
    else known.push(name);
  }
  return names;
}

function reportConflicts(scope: AvroScope): void {
  const texts = new Map<Definition, string>();
  const textOf = (counted: Definition) => {
    const text = texts.get(counted) ?? definitionText(counted, scope);
    texts.set(counted, text);
    return text;
  };
  // The file that last repeated a name, since definitions come file by file.
  const repeated = new Map<string, SchemaSource>();
  for (const definition of scope.definitions) {
    const counted = scope.types.get(definition.name);
    if (counted === undefined || counted === definition) continue;
    const inOneFile = counted.file === definition.file || repeated.get(definition.name) === definition.file;
    repeated.set(definition.name, definition.file);
    const isSame = definitionText(definition, scope) === textOf(counted);
    // A type may be written out in every file that uses it, but two files that are nothing but that type would both have to export it.
    if (isSame && !inOneFile && !(definition.isRoot && counted.isRoot)) continue;
    reporter(definition.file, scope.diagnostics)(
      "SCHEMA_DUPLICATE_NAME",
      nameSpan(definition),
      `${definition.name} is defined twice, in ${isSame ? (inOneFile ? "one file" : "two files") : "two shapes"}`,
      { hint: hintFor(isSame, inOneFile), related: placeOf(counted.file, nameSpan(counted)) },
    );
  }
}

function hintFor(isSame: boolean, inOneFile: boolean): string {
  if (!isSame) return "Rename one of them, or keep one definition and refer to it by its full name";
  return inOneFile ? "Define it once, and refer to it by its full name from there on" : "Keep one of the files";
}

function nameSpan({ node }: Definition) {
  return memberOf(node, "name") ?? node;
}

interface Rooted {
  readonly file: AvroFile;
  readonly scope: AvroScope;
  readonly types: Map<string, NamedType>;
  readonly defines: readonly string[];
}

function schemaOf({ file: { source, root }, scope, types, defines }: Rooted): ReadSchema {
  const shape = avroShape(root, { scope, source, namespace: "" });
  const text = avroText(root, source, scope);
  const place = placeOf(source, { at: root.at, length: 1 });
  const type = shape.kind === "ref" && scope.byNode.has(root) ? types.get(shape.name) : undefined;
  if (type !== undefined) return { source, name: type.name, shape, defines, text, place, ...(type.doc !== undefined && { doc: type.doc }) };
  const name = fileNameOfType(source);
  if (types.has(name)) {
    const related = types.get(name)?.place;
    reporter(source, scope.diagnostics)("SCHEMA_DUPLICATE_NAME", { at: root.at, length: 1 }, `${name} is defined twice`, {
      hint: "Rename the file",
      ...(related && { related }),
    });
  } else types.set(name, { kind: "alias", name, ...splitName(name), aliases: [], place, file: source.path, shape });
  return { source, name, shape: { kind: "ref", name }, defines: [name, ...defines], text, place };
}
