import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineAvroCodec } from "../../../runtime/gen/index.js";
import { compileWith, writeDoors } from "../../generator/compilers.js";
import { literal } from "../literal.js";
import { Dice } from "../random.js";
import { type Built, buildUniverse, rootType, runCodecs, type Universe } from "../universe.js";
import { type Judged, misjudged } from "./judge.js";
import type { Node } from "./node.js";
import { samples } from "./samples.js";
import { wrongValues } from "./wrong.js";

/** A universe whose roots are known, by the path of their files below its folder. */
export interface Proposition extends Universe {
  readonly roots: ReadonlyMap<string, Node>;
}

export interface ProofOptions {
  /** An empty folder to work in. */
  readonly folder: string;
  readonly seed: number;
  /** Values at least for each schema, and how many of them the compiler sees. */
  readonly least: number;
  readonly typed: number;
  /** Wrong values for each schema. */
  readonly wrong: number;
}

export interface Proof {
  schemas: number;
  types: number;
  values: number;
  typed: number;
  wrong: number;
  /** Schemas that no finite value has. */
  empty: number;
  readonly refused: string[];
  readonly misread: string[];
  readonly uncompiled: string[];
}

/** The longest text of a value that a compiler is given. */
const longest = 6000;

/** Holds generated types and codecs of many universes to their schemas, by value: one bundle that runs, one compiler that judges the types. */
export async function prove(propositions: readonly Proposition[], options: ProofOptions): Promise<Proof> {
  const { folder } = options;
  const out = join(folder, "out");
  const proof: Proof = { schemas: 0, types: 0, values: 0, typed: 0, wrong: 0, empty: 0, refused: [], misread: [], uncompiled: [] };
  const built: (Built & { readonly roots: Proposition["roots"] })[] = [];
  for (const proposition of propositions) {
    const one = await buildUniverse(proposition, out);
    if (typeof one === "string") proof.refused.push(`${proposition.name}: ${one}`);
    else built.push({ ...one, roots: proposition.roots });
  }
  const codecs = await runCodecs(built, out);
  for (const { universe, plan, roots } of built) {
    proof.types += plan.model.types.size;
    const lines: string[] = [];
    for (const [at, schema] of plan.schemas.entries()) {
      const { place, text, name } = schema.schema;
      const node = roots.get(place.path);
      if (node === undefined) continue;
      proof.schemas += 1;
      const codec = codecs.get(schema.schema) ?? defineAvroCodec({ name, version: 1, fingerprint: "", schema: text, writers: [] });
      const values = samples(node, options.seed + at, { least: options.least });
      if (values.length === 0) proof.empty += 1;
      proof.values += values.length;
      proof.misread.push(
        ...misjudged(codec as Judged, node, values)
          .slice(0, 3)
          .map((it) => `${place.path}: ${it}`),
      );
      const type = rootType(schema, plan);
      if (values.length > 0) lines.push(`import type { ${type.name} as T${at} } from "${type.module}";`);
      lines.push(...typedLines(values, at, options, proof), ...wrongLines(node, values, at, options, proof));
    }
    writeFileSync(join(out, universe.name, "values.ts"), `${lines.join("\n")}\nexport {};\n`);
  }
  rmSync(join(out, "codecs.ts"));
  writeDoors(join(folder, "doors"));
  proof.uncompiled.push(...compileWith("typescript-7.0", out, join(folder, "doors")));
  return proof;
}

function typedLines(values: readonly unknown[], at: number, { typed }: ProofOptions, proof: Proof): readonly string[] {
  const texts = values.map(literal).filter((text) => text.length < longest);
  const shown = texts.slice(0, typed);
  proof.typed += shown.length;
  return shown.map((text, index) => `export const v${at}_${index}: T${at} = ${text};`);
}

function wrongLines(node: Node, values: readonly unknown[], at: number, { wrong, seed }: ProofOptions, proof: Proof): readonly string[] {
  const small = values.find((value) => literal(value).length < longest / 4) ?? values[0];
  if (small === undefined) return [];
  const texts = wrongValues(node, small, new Dice(seed + at), wrong).map(literal);
  proof.wrong += texts.length;
  return texts.flatMap((text, index) => ["// @ts-expect-error", `export const w${at}_${index}: T${at} = ${text};`]);
}

/** A proof in one line of counts. */
export function countsOf(proof: Proof): string {
  const { schemas, types, values, typed, wrong, empty, refused, misread, uncompiled } = proof;
  const counts = `${schemas} schemas, ${types} types, ${values} values, ${typed} of them compiled, ${wrong} wrong ones refused by the compiler`;
  return `${counts}, ${empty} without a value: ${refused.length} refused, ${misread.length} misread, ${uncompiled.length} not compiling`;
}
