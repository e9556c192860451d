import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suggest } from "../../catalog/index.js";
import { type CustomArtifact, codeWritten, configInvalid, type TemplateSource, templated } from "../../generator/index.js";

/** The templates of a folder by their names: ours to be replaced, or those that artifacts of the user's own name. @throws EventwrightError CONFIG_INVALID. */
export function readTemplates(folder: string, shown: string, artifacts: readonly CustomArtifact[]): ReadonlyMap<string, TemplateSource> {
  const own = artifacts.flatMap(({ template }) => (template === undefined ? [] : [template.replace(/\.hbs$/, "")]));
  const names = filesOf(folder, shown)
    .filter((file) => file.endsWith(".hbs"))
    .map((file) => file.slice(0, -4));
  for (const name of names) if (!own.includes(name)) checkName(name, `${shown}/${name}.hbs`, own);
  const lacking = own.find((name) => !names.includes(name));
  if (lacking !== undefined) throw configInvalid(`${shown} has no ${lacking}.hbs, which an artifact names`);
  return new Map(
    names.sort().map((name) => [name, { path: `${shown}/${name}.hbs`, text: readFileSync(join(folder, `${name}.hbs`), "utf8") }]),
  );
}

function filesOf(folder: string, shown: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw configInvalid(`the folder of templates ${shown} can't be read`);
  }
}

function checkName(name: string, path: string, own: readonly string[]): void {
  if (templated.includes(name)) return;
  const there = `templates can stand for ${templated.join(", ")}`;
  if (codeWritten.includes(name)) {
    throw configInvalid(`${path}: the artifact ${name} has no template, since its shape follows the schema; ${there}`, {
      hint: "Add an artifact of your own instead",
    });
  }
  const meant = suggest(name, [...templated, ...own]);
  throw configInvalid(`${path}: there is no artifact ${name}; ${there}`, meant === undefined ? {} : { hint: `Did you mean ${meant}.hbs?` });
}
