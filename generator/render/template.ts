import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Handlebars from "handlebars";
import type { TemplateSource } from "../options.js";
import { templateError } from "./template-error.js";

type HelperOptions = Handlebars.HelperOptions & { readonly loc: hbs.AST.SourceLocation };

let engine: typeof Handlebars | undefined;

/** Loaded with the first template: a folder without topics has none, and the engine is a tenth of a short run. */
function startEngine(): typeof Handlebars {
  const library: typeof Handlebars = createRequire(import.meta.url)("handlebars");
  const started = library.create();
  const missing = (what: string, { loc }: HelperOptions) => new library.Exception(`${what} is not defined in the view`, { type: "", loc });
  // The built-ins take what is missing for empty, so a slip in a name would only drop lines.
  started.registerHelper("each", (list: unknown, options: HelperOptions) => {
    if (!Array.isArray(list)) throw missing("a list", options);
    const dataAt = (index: number) =>
      Object.assign(library.createFrame(options.data ?? {}), { index, first: index === 0, last: index === list.length - 1 });
    return list.map((item, index) => options.fn(item, { data: dataAt(index) })).join("");
  });
  started.registerHelper("if", function (this: unknown, condition: unknown, options: HelperOptions) {
    if (condition === undefined) throw missing("a condition", options);
    const isTrue = Array.isArray(condition) ? condition.length > 0 : Boolean(condition);
    return isTrue ? options.fn(this) : options.inverse(this);
  });
  return started;
}

const compiled = new Map<string, (view: object) => string>();
const compiledSources = new WeakMap<TemplateSource, (view: object) => string>();

/** Fills `templates/<name>.hbs`. Each is compiled once; a name that the view lacks throws with line and column. */
export function fillTemplate(name: string, view: object): string {
  const template = compiled.get(name) ?? compile(readFileSync(new URL(`${name}.hbs`, templateFolder()), "utf8"));
  compiled.set(name, template);
  return template(view);
}

/** Fills a user's template where there is one of that name, else ours. @throws EventwrightError TEMPLATE_INVALID. */
export function templateFiller(sources: ReadonlyMap<string, TemplateSource>): (name: string, view: object) => string {
  return (name, view) => {
    const source = sources.get(name);
    return source === undefined ? fillTemplate(name, view) : fillSource(source, view);
  };
}

function fillSource(source: TemplateSource, view: object): string {
  try {
    const template = compiledSources.get(source) ?? compile(source.text);
    compiledSources.set(source, template);
    return template(view);
  } catch (cause) {
    throw templateError(source, view, cause);
  }
}

function compile(text: string): (view: object) => string {
  // The view has escaped every word for its own position, which an escaper for HTML could only spoil.
  engine ??= startEngine();
  return engine.compile<object>(text, { strict: true, noEscape: true, knownHelpersOnly: true });
}

/** The templates lie beside the package's folders, whether it runs from its sources or from `dist/`. */
function templateFolder(): URL {
  const places = [new URL("../../templates/", import.meta.url), new URL("../../../templates/", import.meta.url)];
  return places.find((place) => existsSync(new URL("producer.hbs", place))) ?? new URL("../../templates/", import.meta.url);
}
