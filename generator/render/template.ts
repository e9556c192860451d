import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Handlebars from "handlebars";

let engine: typeof Handlebars | undefined;

/** Loaded with the first template: a folder without topics has none, and the engine is a tenth of a short run. */
function startEngine(): typeof Handlebars {
  const library: typeof Handlebars = createRequire(import.meta.url)("handlebars");
  const started = library.create();
  // The built-in takes a missing list for an empty one, so a slip in a view would only drop lines.
  started.registerHelper("each", (list: unknown, options: Handlebars.HelperOptions & { readonly loc: hbs.AST.SourceLocation }) => {
    const { line, column } = options.loc.start;
    if (!Array.isArray(list)) throw new Error(`a list is not defined in the view - ${line}:${column}`);
    return list.map((item) => options.fn(item)).join("");
  });
  return started;
}

const compiled = new Map<string, (view: object) => string>();

/** Fills `templates/<name>.hbs`. Each is compiled once; a name that the view lacks throws with line and column. */
export function fillTemplate(name: string, view: object): string {
  const template = compiled.get(name) ?? compile(name);
  compiled.set(name, template);
  return template(view);
}

function compile(name: string): (view: object) => string {
  const text = readFileSync(new URL(`${name}.hbs`, templateFolder()), "utf8");
  // The view has escaped every word for its own position, which an escaper for HTML could only spoil.
  engine ??= startEngine();
  return engine.compile<object>(text, { strict: true, noEscape: true, knownHelpersOnly: true });
}

/** The templates lie beside the package's folders, whether it runs from its sources or from `dist/`. */
function templateFolder(): URL {
  const places = [new URL("../../templates/", import.meta.url), new URL("../../../templates/", import.meta.url)];
  return places.find((place) => existsSync(new URL("producer.hbs", place))) ?? new URL("../../templates/", import.meta.url);
}
