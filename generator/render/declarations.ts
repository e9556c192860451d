import type { EventModel, Field, NamedType, Shape, UnionShape } from "../../catalog/index.js";
import { type Candidate, distinctNames, pascal, qualified } from "../artifacts/names.js";
import type { Plan, SchemaPlan } from "../artifacts/plan.js";
import type { ValueOptions } from "../options.js";
import { docComment, identifier, propertyKey } from "./escape.js";
import { intersectionParts, literal, memberType, type TypeScope, typeExpression, unionParts } from "./expression.js";
import { Imports, lineWidth } from "./imports.js";
import { fieldNotes } from "./notes.js";
import { isWrapped } from "./values.js";

/** One type file before it is printed. */
export interface TypeFile {
  readonly imports: Imports;
  readonly declarations: readonly Declaration[];
}

interface Declaration {
  readonly name: string;
  /** Full name of the named type it stands for, or of the one it was hoisted out of. */
  readonly fullName: string;
  readonly lines: readonly string[];
  /** The type of each member, where it is an interface. */
  readonly members?: ReadonlyMap<string, string>;
}

const wrappedDoc = "One of several types: tagged by its name, as in Avro's JSON encoding.";

type DeclaredName = Pick<Declaration, "name" | "fullName">;

// Both indexes ask for the names again, and only for them: the lines of a thousand files are not kept.
const declared = new WeakMap<SchemaPlan, readonly DeclaredName[]>();

/** The names that {@link declareTypes} declares. */
export function declaredNames(plan: SchemaPlan, all: Plan): readonly DeclaredName[] {
  return declared.get(plan) ?? declareTypes(plan, all).declarations;
}

/** Declares every named type of one schema file, each followed by what was hoisted out of it. */
export function declareTypes(plan: SchemaPlan, all: Plan): TypeFile {
  const printer = new Printer(plan, all);
  const rootless = plan.schema.shape.kind === "ref" ? [] : [plan.schema.name];
  for (const fullName of new Set([...rootless, ...plan.schema.defines])) {
    const type = all.model.types.get(fullName);
    const name = plan.declares.get(fullName);
    if (name !== undefined && all.homes.get(fullName)?.plan === plan)
      printer.declare(name, fullName, type ?? plan.schema.shape, type === undefined ? plan.schema.doc : type.doc);
  }
  const { imports, declarations } = printer;
  const names = declarations.map(({ name, fullName }) => ({ name, fullName }));
  declared.set(plan, names);
  return { imports, declarations };
}

class Printer implements TypeScope {
  readonly imports = new Imports();
  readonly declarations: Declaration[] = [];
  readonly values: ValueOptions;
  readonly #model: EventModel;
  readonly #local: ReadonlyMap<string, string>;
  readonly #taken: Set<string>;
  #owner = "";
  #pending: Declaration[] = [];
  #members: ReadonlyMap<string, string> = new Map();

  constructor(plan: SchemaPlan, all: Plan) {
    this.#model = all.model;
    this.values = plan.schema.format === "avro" ? all.options : {};
    const declared = new Set(plan.declares.values());
    const foreign = importedNames(plan, all, declared);
    for (const [fullName, local] of foreign) {
      const home = all.homes.get(fullName);
      if (home) this.imports.add(all.layout.module(plan.stem, `${home.plan.stem}.type.ts`), { name: home.name, as: local, type: true });
    }
    this.#local = new Map([...plan.declares, ...foreign]);
    this.#taken = new Set([...declared, ...foreign.values(), "Date", "Function", "Uint8Array"]);
    this.#declared = declared;
  }

  readonly #declared: ReadonlySet<string>;

  declare(name: string, fullName: string, type: NamedType | Shape, doc: string | undefined): void {
    this.#owner = fullName;
    const comment = docComment([doc ?? (this.#isTagged(type) ? wrappedDoc : "")]);
    const lines = [...comment, ...this.#body(name, type)];
    const members = type.kind === "record" ? { members: this.#members } : {};
    this.declarations.push({ name, fullName, lines, ...members }, ...this.#pending.splice(0));
  }

  ref(fullName: string): string {
    return this.#local.get(fullName) ?? "unknown";
  }

  isWrapped(union: UnionShape): boolean {
    return isWrapped(union, this.values, this.#model.types);
  }

  global(name: "Date" | "Function" | "Uint8Array"): string {
    return this.#declared.has(name) ? `globalThis.${name}` : name;
  }

  hoistUnion(wanted: string, parts: readonly string[], wrapped: boolean): string {
    const name = this.#free(wanted);
    const doc = wrapped ? docComment([wrappedDoc]) : [];
    this.#pending.push({ name, fullName: `${this.#owner}.${name}`, lines: [...doc, ...aliasLines(name, parts)] });
    return name;
  }

  hoistObject(wanted: string, fields: readonly Field[], additional: Shape | false): string {
    if (fields.length === 0) return emptyObject(additional, (shape) => typeExpression(shape, `${wanted}Value`, this));
    const name = this.#free(wanted);
    const at = this.#pending.length;
    const lines = this.#interface(name, fields, additional);
    this.#pending.splice(at, 0, { name, fullName: `${this.#owner}.${name}`, lines });
    return name;
  }

  #isTagged(type: NamedType | Shape): boolean {
    return type.kind === "alias" ? this.#isTagged(type.shape) : type.kind === "union" && this.isWrapped(type);
  }

  #body(name: string, type: NamedType | Shape): readonly string[] {
    switch (type.kind) {
      case "record":
        return type.fields.length === 0
          ? aliasLines(name, [emptyObject(type.additional, (shape) => typeExpression(shape, `${name}Value`, this))])
          : this.#interface(name, type.fields, type.additional);
      case "enum":
        return aliasLines(name, type.symbols.map(literal));
      case "fixed":
        return aliasLines(name, [type.logical === undefined ? this.global("Uint8Array") : typeExpression(type.logical, name, this)]);
      case "alias":
        return this.#body(name, type.shape);
      case "object":
        return this.#interface(name, type.fields, type.additional);
      case "union":
        return aliasLines(name, unionParts(type, `${name}Option`, this));
      case "literal":
        return aliasLines(name, type.values.map(literal));
      case "intersection":
        return intersectionLines(name, intersectionParts(type.parts, { wanted: name, base: `${name}Base` }, this));
      default:
        return aliasLines(name, [typeExpression(type, `${name}Part`, this)]);
    }
  }

  #interface(name: string, fields: readonly Field[], additional: Shape | false): readonly string[] {
    const types = fields.map((field) => memberType(field, typeExpression(field.shape, `${name}${pascal(field.name)}`, this), this));
    this.#members = new Map(fields.map((field, index) => [field.name, types[index] ?? "unknown"]));
    const members = fields.flatMap((field, index) => [
      ...docComment(fieldNotes(field, this.#model, this.values), field.deprecated === true ? ["@deprecated"] : []),
      `readonly ${propertyKey(field.name)}${field.required ? "" : "?"}: ${types[index]};`,
    ]);
    // An index signature of `unknown` would swallow every misspelt name, so free-form extras are left to the codec.
    const extra = additional === false || additional.kind === "any" ? undefined : typeExpression(additional, `${name}Value`, this);
    // A compiler without exactOptionalPropertyTypes takes an optional member to be of `undefined` too.
    const absent = fields.some((field) => !field.required) ? ["undefined"] : [];
    const rest = extra === undefined ? [] : [`readonly [key: string]: ${[...new Set([extra, ...types, ...absent])].join(" | ")};`];
    return [`export interface ${name} {`, ...[...members, ...rest].map((line) => `  ${line}`), "}"];
  }

  #free(wanted: string): string {
    let name = identifier(wanted);
    while (this.#taken.has(name)) name = `${name}$`;
    this.#taken.add(name);
    return name;
  }
}

/** `export type A = B | C;`, one line for each part where it does not fit on one. */
export function aliasLines(name: string, parts: readonly string[]): readonly string[] {
  const all = parts.length === 0 ? ["never"] : [...new Set(parts)];
  const line = `export type ${name} = ${all.join(" | ")};`;
  if (line.length <= lineWidth || all.length === 1) return [line];
  return [`export type ${name} =`, ...all.map((part, index) => `  | ${part}${index === all.length - 1 ? ";" : ""}`)];
}

function intersectionLines(name: string, parts: readonly string[]): readonly string[] {
  const line = `export type ${name} = ${parts.join(" & ")};`;
  if (line.length <= lineWidth || parts.length === 1) return [line];
  return [
    `export type ${name} = ${parts[0]} &`,
    ...parts.slice(1).map((part, index) => `  ${part}${index === parts.length - 2 ? ";" : " &"}`),
  ];
}

function emptyObject(additional: Shape | false, print: (shape: Shape) => string): string {
  return `{ readonly [key: string]: ${additional === false ? "never" : print(additional)} }`;
}

function importedNames(plan: SchemaPlan, all: Plan, declared: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Set<string>();
  for (const fullName of plan.schema.defines) {
    const type = all.model.types.get(fullName);
    if (type !== undefined) collectRefs(type, found);
  }
  collectRefs(plan.schema.shape, found);
  const candidates: Candidate[] = [...found]
    .filter((fullName) => all.homes.has(fullName) && all.homes.get(fullName)?.plan !== plan)
    .map((fullName) => ({ fullName, short: all.homes.get(fullName)?.name ?? fullName, long: () => identifier(qualified(fullName)) }));
  return distinctNames(candidates, new Set([...declared, "Date", "Function", "Uint8Array"]));
}

/** Full names that a type or shape refers to. */
function collectRefs(type: NamedType | Shape, found: Set<string>): void {
  switch (type.kind) {
    case "ref":
      found.add(type.name);
      break;
    case "record":
    case "object":
      for (const field of type.fields) collectRefs(field.shape, found);
      if (type.additional !== false) collectRefs(type.additional, found);
      break;
    case "alias":
      collectRefs(type.shape, found);
      break;
    case "array":
      for (const shape of [...(type.prefix ?? []), type.items]) collectRefs(shape, found);
      break;
    case "map":
      collectRefs(type.values, found);
      break;
    case "union":
      for (const branch of type.branches) collectRefs(branch.shape, found);
      break;
    case "intersection":
      for (const part of type.parts) collectRefs(part, found);
      break;
    default:
  }
}
