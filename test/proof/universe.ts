/** Schema folders → everything that is emitted for them, in one folder, with the codecs as they run. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { loadCatalog, type SchemaModel } from "../../catalog/index.js";
import { type Plan, planOutput, rootName, type SchemaPlan } from "../../generator/artifacts/plan.js";
import { generate } from "../../generator/index.js";
import { repository } from "../generator/kit.js";

/** A folder of schemas, one world of names. */
export interface Universe {
  readonly name: string;
  /** Relative to the working directory. */
  readonly schemas: string;
  readonly cwd: string;
}

/** A universe whose output stands below `<out>/<name>/`. */
export interface Built {
  readonly universe: Universe;
  readonly plan: Plan;
}

/** Catalog and codegen of one universe; a text where it did not come to an output. */
export async function buildUniverse(universe: Universe, out: string): Promise<Built | string> {
  const { model, diagnostics } = await loadCatalog({ schemas: universe.schemas, cwd: universe.cwd });
  const errors = diagnostics.filter((each) => each.severity === "error");
  if (model === undefined) return errors.map(({ code, message, place }) => `${code} ${place.path}:${place.line}: ${message}`).join("\n");
  const output = generate(model);
  if (output.diagnostics.length > 0) return output.diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n");
  for (const { path, text } of output.files) {
    // Those drive a topic through a test runner, which is no matter of one schema.
    if (path.endsWith(".compat.test.ts")) continue;
    mkdirSync(dirname(join(out, universe.name, path)), { recursive: true });
    writeFileSync(join(out, universe.name, path), text);
  }
  return { universe, plan: planOutput(model) };
}

/** The emitted codecs of many universes, bundled once with the runtime and then run; by universe and stem. */
export async function runCodecs(built: readonly Built[], out: string): Promise<ReadonlyMap<SchemaModel, unknown>> {
  const schemas = built.flatMap(({ universe, plan }) => plan.schemas.map((schema) => ({ universe, schema })));
  const withCodec = schemas.filter(({ schema }) => schema.codec !== undefined);
  const lines = withCodec.map(
    ({ universe, schema }, at) => `export { ${schema.codec} as c${at} } from "./${universe.name}/${schema.stem}.codec.js";`,
  );
  const entry = join(out, "codecs.ts");
  writeFileSync(entry, lines.join("\n"));
  await build({
    entryPoints: [entry],
    outfile: join(out, "codecs.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    packages: "external",
    alias: { "eventwright/gen": join(repository, "runtime/gen/index.ts") },
    logLevel: "error",
  });
  symlinkSync(join(repository, "node_modules"), join(out, "node_modules"));
  const codecs = createRequire(import.meta.url)(join(out, "codecs.cjs")) as Readonly<Record<string, unknown>>;
  return new Map(withCodec.map(({ schema }, at) => [schema.schema, codecs[`c${at}`]]));
}

/** How a file beside a universe's output names a schema's root type. */
export function rootType({ schema }: SchemaPlan, plan: Plan): { readonly name: string; readonly module: string } {
  const home = plan.homes.get(rootName(schema));
  if (home === undefined) throw new Error(`${schema.name} has no type`);
  return { name: home.name, module: `./${home.plan.stem}.type.js` };
}
