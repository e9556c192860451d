import type { EnumType, Field, FixedType, NamedType, RecordType } from "../event-model.js";
import { integerOf, reportIgnored } from "./avro-logical.js";
import { checkFullName, isName, nameRule, qualify, splitName } from "./avro-names.js";
import type { AvroScope, Definition } from "./avro-scope.js";
import { avroShape } from "./avro-shape.js";
import { findMember, type JsonNode, type JsonObject, type JsonString, memberOf, renderJson, stringOf } from "./json-text.js";
import { placeOf, type Report, reporter } from "./source.js";

/** The named type of a definition. */
export function namedType(definition: Definition, scope: AvroScope): NamedType {
  const report = reporter(definition.file, scope.diagnostics);
  const { namespace, shortName } = splitName(definition.name);
  const doc = stringOf(definition.node, "doc");
  const named = {
    name: definition.name,
    shortName,
    namespace,
    ...(doc !== undefined && { doc }),
    aliases: aliasesOf(definition.node, report).map((alias) => {
      const full = qualify(alias.value, namespace);
      checkFullName(full, alias, report);
      return full;
    }),
    place: placeOf(definition.file, { at: definition.node.at, length: 1 }),
    file: definition.file.path,
  };
  if (definition.kind === "enum") return { ...named, ...enumParts(definition.node, report) };
  if (definition.kind === "fixed") {
    reportIgnored(definition.node, "fixed", report);
    return { ...named, ...fixedParts(definition, report) };
  }
  return { ...named, kind: "record", fields: fieldsOf(definition, scope, report), additional: false };
}

function enumParts(node: JsonObject, report: Report): Pick<EnumType, "kind" | "symbols" | "default"> {
  const symbols = new Set<string>();
  const list = memberOf(node, "symbols");
  if (list?.kind === "array" && list.items.length === 0)
    report("SCHEMA_UNSUPPORTED", list, "an enum without symbols has no value", { hint: "Name at least one symbol" });
  for (const symbol of stringsOf(node, "symbols", report, true)) {
    if (symbols.has(symbol.value)) report("SCHEMA_INVALID", symbol, `the symbol ${symbol.value} appears twice`);
    else checkName(symbol, report);
    symbols.add(symbol.value);
  }
  const fallback = memberOf(node, "default");
  if (fallback === undefined) return { kind: "enum", symbols: [...symbols] };
  if (fallback.kind === "string" && symbols.has(fallback.value)) return { kind: "enum", symbols: [...symbols], default: fallback.value };
  report("SCHEMA_INVALID_DEFAULT", fallback, `${renderJson(fallback)} is not among the enum's symbols`, {
    hint: `Take one of ${[...symbols].join(", ")}`,
  });
  return { kind: "enum", symbols: [...symbols] };
}

// No implementation holds more, the one that we read with included.
const largestFixed = 2 ** 31 - 1;

function fixedParts(definition: Definition, report: Report): Pick<FixedType, "kind" | "size" | "logical"> {
  const size = integerOf(definition.node, "size");
  if (size === undefined || size > largestFixed) {
    const wrong = memberOf(definition.node, "size");
    if (wrong === undefined)
      report("SCHEMA_INVALID", { at: definition.node.at, length: 1 }, "a fixed needs its size in bytes", { hint: 'Add "size"' });
    else
      report(
        "SCHEMA_INVALID",
        wrong,
        `${renderJson(wrong)} is no size: it is a whole number of bytes${size === undefined ? "" : `, ${largestFixed} at most`}`,
      );
  }
  return { kind: "fixed", size: size ?? 0, ...(definition.logical && { logical: definition.logical }) };
}

function fieldsOf(definition: Definition, scope: AvroScope, report: Report): RecordType["fields"] {
  const list = memberOf(definition.node, "fields");
  if (list?.kind !== "array") {
    report("SCHEMA_INVALID", list ?? { at: definition.node.at, length: 1 }, "a record needs its fields", { hint: 'Add "fields": []' });
    return [];
  }
  const fields: Field[] = [];
  const seen = new Map<string, JsonNode>();
  for (const node of list.items) {
    const name = memberOf(node, "name");
    if (node.kind !== "object" || name?.kind !== "string") {
      report("SCHEMA_INVALID", node, "a field is an object with a name and a type");
      continue;
    }
    const first = seen.get(name.value);
    if (first !== undefined) {
      const related = placeOf(definition.file, first);
      report("SCHEMA_DUPLICATE_FIELD", name, `${definition.name} has two fields ${name.value}`, { related });
    }
    seen.set(name.value, name);
    checkName(name, report);
    fields.push(fieldOf(node, name.value, definition, scope));
  }
  return fields;
}

function fieldOf(node: JsonObject, name: string, definition: Definition, scope: AvroScope): Field {
  const report = reporter(definition.file, scope.diagnostics);
  const type = memberOf(node, "type");
  if (type === undefined) report("SCHEMA_INVALID", { at: node.at, length: 1 }, `the field ${name} has no type`, { hint: 'Add "type"' });
  const order = memberOf(node, "order");
  if (order !== undefined && !["ascending", "descending", "ignore"].includes(stringOf(node, "order") ?? "")) {
    report("SCHEMA_INVALID", order, `${renderJson(order)} is no order`, { hint: "Take ascending, descending or ignore" });
  }
  warnOfLogical(node, definition, scope);
  const position = { scope, source: definition.file, namespace: splitName(definition.name).namespace };
  const doc = stringOf(node, "doc");
  const fallback = memberOf(node, "default");
  const aliases = aliasesOf(node, report);
  for (const alias of aliases) checkName(alias, report);
  return {
    name,
    ...(doc !== undefined && { doc }),
    shape: type === undefined ? { kind: "any" } : avroShape(type, position),
    required: true,
    ...(fallback !== undefined && { defaultText: renderJson(fallback) }),
    aliases: aliases.map((alias) => alias.value),
    place: placeOf(definition.file, node),
  };
}

function warnOfLogical(field: JsonObject, definition: Definition, scope: AvroScope): void {
  const member = findMember(field, "logicalType");
  if (member === undefined || memberOf(field, "type")?.kind !== "string") return;
  reporter(definition.file, scope.diagnostics)("SCHEMA_INVALID", member, "a logicalType beside a field's type has no effect", {
    severity: "warning",
    hint: `Move it into the type: "type": { "type": "${stringOf(field, "type")}", "logicalType": ${renderJson(member.value)} }`,
  });
}

function checkName(name: JsonString, report: Report): void {
  if (isName(name.value)) return;
  report("SCHEMA_INVALID_NAME", name, `${JSON.stringify(name.value)} is no Avro name`, {
    hint: nameRule,
  });
}

function aliasesOf(node: JsonObject, report: Report): readonly JsonString[] {
  return memberOf(node, "aliases") === undefined ? [] : stringsOf(node, "aliases", report, false);
}

function stringsOf(node: JsonObject, key: string, report: Report, needed: boolean): readonly JsonString[] {
  const list = memberOf(node, key);
  if (list?.kind === "array") {
    const strings = list.items.filter((item) => item.kind === "string");
    if (strings.length === list.items.length) return strings;
  }
  if (needed || list !== undefined) report("SCHEMA_INVALID", list ?? { at: node.at, length: 1 }, `"${key}" must be an array of strings`);
  return [];
}
