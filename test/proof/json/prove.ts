import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { loadCatalog, type SchemaModel } from "../../../catalog/index.js";
import { generate } from "../../../generator/index.js";
import { defineJsonCodec } from "../../../runtime/codec/json.js";
import { compileWith, writeDoors } from "../../generator/compilers.js";
import { disputed, secondJudge } from "./disputes.js";
import { Documents, mutated, none } from "./documents.js";
import { judgeFolder, type Verdict } from "./judge.js";
import { probesFor } from "./probes.js";
import { Random } from "./random.js";
import type { Dialect } from "./random-schema.js";

/** A folder of schema files to be proven. */
export interface ProofCase {
  readonly name: string;
  /** Absent where the files are of several: ajv reads them of one only. */
  readonly dialect?: Dialect;
  readonly files: ReadonlyMap<string, string>;
}

export interface ProofOptions {
  readonly seed: number;
  /** How many valid documents are looked for, for each schema. */
  readonly documents: number;
  /** Whether a folder that ajv refuses is a crash, which is so without a word, or is left to the second judge and counted. */
  readonly unread?: "second";
}

/** What a run found; every list but `refused`, `disputed` and `unread` must be empty. */
export interface Report {
  schemas: number;
  documents: number;
  invalid: number;
  typed: number;
  probes: number;
  readonly wrong: string[];
  readonly notCompiling: string[];
  readonly crashes: string[];
  readonly refused: string[];
  readonly disputed: string[];
  /** Folders that ajv refuses, and why. */
  readonly unread: string[];
  /** Schemas for which no valid document was found. */
  empty: number;
  /** Schemas whose references ajv can't follow, so that the second judge is asked alone. */
  second: number;
  /** Documents that TypeScript refuses for sharing no name with a type whose members are all optional. */
  weak: number;
}

/** Takes every case through catalog, generator, compiler and codec, with ajv as the judge of every document. */
export async function prove(cases: Iterable<ProofCase>, options: ProofOptions): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "json-proof-"));
  const { stackTraceLimit } = Error;
  // Most documents are refused, and nobody reads where.
  Error.stackTraceLimit = 0;
  try {
    const prover = new Prover(folder, options);
    for (const each of cases) await prover.take(each);
    return await prover.compile();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(folder, { recursive: true, force: true });
  }
}

class Prover {
  readonly #folder: string;
  readonly #options: ProofOptions;
  readonly #random: Random;
  readonly #report: Report = {
    schemas: 0,
    documents: 0,
    invalid: 0,
    typed: 0,
    probes: 0,
    wrong: [],
    notCompiling: [],
    crashes: [],
    refused: [],
    disputed: [],
    unread: [],
    empty: 0,
    second: 0,
    weak: 0,
  };
  readonly #literals: CodecLiteral[] = [];
  /** Lines of probes that the next line says again by an assertion. */
  readonly #asserted = new Set<string>();
  #count = 0;

  constructor(folder: string, options: ProofOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async take(each: ProofCase): Promise<void> {
    this.#count += 1;
    try {
      await this.#take(each, `case${this.#count}`);
    } catch (error) {
      this.#report.crashes.push(`${each.name}: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`);
    }
  }

  async #take({ name, dialect, files }: ProofCase, place: string): Promise<void> {
    const root = join(this.#folder, "in", place);
    for (const [path, text] of files) write(join(root, path), text);
    const { model, diagnostics } = await loadCatalog({ schemas: ".", cwd: root });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (model === undefined || errors.length > 0) {
      this.#report.refused.push(`${name}: ${errors.map(({ code, message, hint }) => `${code} ${message} (${hint})`).join("; ")}`);
      return;
    }
    const output = generate(model, { generated: ".." });
    for (const file of output.files) write(join(this.#folder, "out", place, file.path), file.text);
    const schemas = new Map([...files].filter(([path]) => path.endsWith(".schema.json")));
    const judge = dialect === undefined ? () => undefined : this.#judge(name, schemas, dialect);
    for (const [index, schema] of model.schemas.entries()) {
      if (schema.format !== "json") continue;
      const path = schema.place.path;
      const verdict = judge(path);
      if (verdict === undefined) this.#report.second += 1;
      const probes = this.#documents(`${name} ${path}`, schema, verdict ?? secondJudge(schema.text));
      const codec = codecOf(output.files, path);
      this.#literals.push({ name: `${name} ${path}`, literal: codec.literal, text: schema.text });
      const { text, count } = probesFor({ schema, type: codec.type, documents: probes });
      for (const [row, line] of text.split("\n").entries())
        if (line.startsWith("export const c")) this.#asserted.add(`${place}/probe${index}.ts:${row}`);
      this.#report.probes += count;
      write(join(this.#folder, "out", place, `probe${index}.ts`), text);
    }
  }

  #judge(name: string, schemas: ReadonlyMap<string, string>, dialect: Dialect): ReturnType<typeof judgeFolder> {
    try {
      return judgeFolder(schemas, dialect);
    } catch (error) {
      if (this.#options.unread === undefined) throw error;
      this.#report.unread.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return () => undefined;
    }
  }

  /** Holds the codec to the judge; gives the valid documents that need no undeclared names. */
  #documents(name: string, schema: SchemaModel, verdict: Verdict): readonly unknown[] {
    this.#report.schemas += 1;
    const codec = defineJsonCodec<unknown>({ name: schema.name, version: 1, fingerprint: "", schema: schema.text, writers: [] });
    const documents = new Documents(schema.text, this.#random);
    const typed: unknown[] = [];
    const seen = new Set<string>();
    const hold = (document: unknown): boolean => {
      const text = JSON.stringify(document);
      if (seen.has(text)) return false;
      seen.add(text);
      const judged = attempt(() => verdict(document));
      if (judged.error !== undefined) {
        this.#report.disputed.push(`${name}: ajv itself breaks: ${String(judged.error)}`);
        return false;
      }
      // By design no integer passes that its reader would round.
      const isValid = judged.value === true && !holdsUnsafe(document);
      this.#report[isValid ? "documents" : "invalid"] += 1;
      const problem = compare(codec, document, isValid);
      const reason = problem === undefined ? undefined : attempt(() => disputed({ text: schema.text, document, accepted: !isValid })).value;
      if (reason !== undefined) {
        this.#report.disputed.push(`${name}: ${reason}: ${text.slice(0, 300)}`);
        return false;
      }
      if (problem !== undefined) this.#report.wrong.push(`${name}: ${problem}\n  ${text.slice(0, 300)}`);
      return isValid;
    };
    let found = 0;
    for (let tries = 0; tries < this.#options.documents * 4 && found < this.#options.documents; tries += 1) {
      const extras = tries % 3 === 2;
      const document = documents.propose({ extras });
      if (document === none || !hold(document)) continue;
      found += 1;
      if (!extras) typed.push(document);
      hold(mutated(document, this.#random));
      hold(mutated(document, this.#random));
    }
    for (const document of [null, {}, [], 0, "", true]) hold(document);
    if (found === 0) this.#report.empty += 1;
    this.#report.typed += typed.length;
    return typed;
  }

  /** Lets the engine read what was generated: the text of the schema, whatever it holds. */
  async #runLiterals(): Promise<void> {
    const path = join(this.#folder, "literals.mjs");
    write(path, `export const texts = [\n${this.#literals.map(({ literal }) => literal).join(",\n")}\n];\n`);
    const { texts }: { texts: readonly string[] } = await import(pathToFileURL(path).href);
    for (const [index, { name, text }] of this.#literals.entries()) {
      if (texts[index] !== text) this.#report.wrong.push(`${name}: the generated codec holds another schema`);
    }
  }

  /** An assertion makes every check but the one for weak types: where it stands, the type is not at fault. */
  #withoutWeak(lines: readonly string[]): readonly string[] {
    const at = (line: string) => /^(\S+)\((\d+),/.exec(line);
    const failing = new Set(lines.map((line) => at(line)?.slice(1).join(":")));
    let isWeak = false;
    return lines.filter((line) => {
      const [, path = "", row = ""] = at(line) ?? [];
      if (path === "") return !isWeak;
      isWeak = this.#asserted.has(`${path}:${row}`) && !failing.has(`${path}:${Number(row) + 1}`);
      if (isWeak) this.#report.weak += 1;
      return !isWeak;
    });
  }

  async compile(): Promise<Report> {
    await this.#runLiterals();
    const doors = join(this.#folder, "doors");
    writeDoors(doors);
    this.#report.notCompiling.push(...this.#withoutWeak(compileWith("typescript-7.0", join(this.#folder, "out"), doors)));
    return this.#report;
  }
}

interface CodecLiteral {
  readonly name: string;
  /** The expression that the generated codec holds. */
  readonly literal: string;
  readonly text: string;
}

/** The type and the schema of a generated codec, as its file has them. */
function codecOf(
  files: readonly { readonly path: string; readonly text: string }[],
  path: string,
): { readonly type: string; readonly literal: string } {
  const file = files.find((each) => each.path.endsWith(".codec.ts") && each.text.includes(`from ${path}.`));
  const name = /: EventCodec<([^>]+)> =/.exec(file?.text ?? "")?.[1] ?? "";
  const imports = [...(file?.text ?? "").matchAll(/^import type \{ (?:([^\s}]+) as )?([^\s}]+) \} from "\.\/([^"]+)";$/gm)];
  const [, original = name, , module] = imports.find((each) => each[2] === name) ?? [];
  const literal = /^const schemaV1 =([\s\S]*?);$/m.exec(file?.text ?? "")?.[1];
  if (module === undefined || literal === undefined) throw new Error(`no codec that can be read for ${path}`);
  return { type: `import("./${posix.join(posix.dirname(file?.path ?? ""), module)}").${original}`, literal };
}

function holdsUnsafe(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) && !String(value).includes("e");
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnsafe);
}

function compare(codec: ReturnType<typeof defineJsonCodec<unknown>>, document: unknown, isValid: boolean): string | undefined {
  const payload = attempt(() => codec.encode(document));
  const decoded = attempt(() => codec.decode(Buffer.from(JSON.stringify(document))));
  if ("value" in payload !== isValid) return `ajv ${isValid ? "accepts" : "refuses"}, encode does not: ${String(payload.error ?? "")}`;
  if ("value" in decoded !== isValid) return `ajv ${isValid ? "accepts" : "refuses"}, decode does not: ${String(decoded.error ?? "")}`;
  if (!isValid) return undefined;
  const back = attempt(() => codec.decode(payload.value as Uint8Array));
  return isDeepStrictEqual(back.value, document) && isDeepStrictEqual(decoded.value, document) ? undefined : "comes back as another value";
}

function attempt<T>(act: () => T): { readonly value?: T; readonly error?: unknown } {
  try {
    return { value: act() };
  } catch (error) {
    return { error };
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
