import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Catalog, loadCatalog } from "../../catalog/index.js";

/** A folder with these files, removed after the test; its path. */
export function tree(files: Readonly<Record<string, string | object>>): string {
  const folder = mkdtempSync(join(tmpdir(), "catalog-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}

/** The catalog of these files; paths are relative to their folder. */
export function load(files: Readonly<Record<string, string | object>>): Promise<Catalog> {
  return loadCatalog({ schemas: ".", cwd: tree(files) });
}

/** `CODE path:line:column` of each diagnostic. */
export function places({ diagnostics }: Pick<Catalog, "diagnostics">): readonly string[] {
  return diagnostics.map(({ code, place }) => `${code} ${place.path}:${place.line}:${place.column}`);
}

/** The model, or a failure that shows why there is none. */
export async function modelOf(files: Readonly<Record<string, string | object>>) {
  const { model, diagnostics } = await load(files);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return model;
}

/** An Avro record of the namespace `acme`. */
export function record(name: string, ...fields: readonly unknown[]) {
  return { type: "record", name, namespace: "acme", fields };
}
