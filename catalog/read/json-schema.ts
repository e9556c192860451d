/** JSON Schema (draft-07, 2019-09, 2020-12): files → named types, root shapes and self-contained texts. */
import type { Diagnostic } from "../diagnostic.js";
import type { NamedType, Shape } from "../event-model.js";
import { splitName } from "./avro-names.js";
import { simplifyTypes } from "./json-schema-merge.js";
import { claimsOf, type JsonScope, type NamedSchema, nameSchemas } from "./json-schema-names.js";
import { indexFiles } from "./json-schema-scope.js";
import { jsonShape } from "./json-schema-shape.js";
import { jsonSchemaText } from "./json-schema-text.js";
import { type JsonNode, memberOf, stringOf } from "./json-text.js";
import type { ReadResult } from "./read-result.js";
import { placeOf, type SchemaSource } from "./source.js";

/** Reads JSON Schema files as one universe of names and addresses. */
export function readJsonSchema(
  files: readonly { readonly source: SchemaSource; readonly root: JsonNode }[],
  diagnostics: Diagnostic[],
): ReadResult {
  const scope = nameSchemas(indexFiles(files, diagnostics));
  const types = new Map<string, NamedType>();
  const byFile = new Map<string, string[]>();
  for (const named of scope.named.values()) {
    types.set(named.name, typeOf(named, scope));
    const { path } = named.file.source;
    const known = byFile.get(path);
    if (known === undefined) byFile.set(path, [named.name]);
    else known.push(named.name);
  }
  simplifyTypes(types);
  const claims = claimsOf(scope.files, scope.byId);
  const uses = usesByPath(scope);
  const schemas = scope.files.map((file) => {
    const name = scope.byNode.get(file.root)?.name ?? "";
    const doc = stringOf(file.root, "description");
    return {
      source: file.source,
      name,
      ...(doc !== undefined && { doc }),
      shape: { kind: "ref", name } as const,
      defines: byFile.get(file.source.path) ?? [],
      text: jsonSchemaText(file, scope),
      place: placeOf(file.source, { at: file.root.at, length: 1 }),
      uses: [...(uses.get(file.source.path) ?? [])],
      claims: claims.get(file) ?? [],
    };
  });
  return { types, schemas };
}

function usesByPath({ references, meanings }: JsonScope): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { ref, resource } of references) {
    const to = meanings.get(ref)?.file.source.path;
    const from = resource.file.source.path;
    if (to !== undefined && to !== from) uses.set(from, (uses.get(from) ?? new Set()).add(to));
  }
  return uses;
}

function typeOf(named: NamedSchema, scope: JsonScope): NamedType {
  const { node, file, name } = named;
  const doc = stringOf(node, "description");
  const common = {
    name,
    ...splitName(name),
    ...(doc !== undefined && { doc }),
    aliases: [],
    place: placeOf(file.source, named.span),
    file: file.source.path,
  };
  const shape = jsonShape(node, { scope, file });
  if (shape.kind === "object") return { ...common, kind: "record", fields: shape.fields, additional: shape.additional };
  const symbols = memberOf(node, "enum") === undefined ? undefined : symbolsOf(shape);
  return symbols === undefined ? { ...common, kind: "alias", shape } : { ...common, kind: "enum", symbols };
}

function symbolsOf(shape: Shape): readonly string[] | undefined {
  if (shape.kind !== "literal") return undefined;
  const symbols = shape.values.filter((value) => typeof value === "string");
  return symbols.length === shape.values.length ? symbols : undefined;
}
