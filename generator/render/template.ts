import { existsSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";

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
  return Handlebars.compile<object>(text, { strict: true, noEscape: true, knownHelpersOnly: true });
}

/** The templates lie beside the package's folders, whether it runs from its sources or from `dist/`. */
function templateFolder(): URL {
  const places = [new URL("../../templates/", import.meta.url), new URL("../../../templates/", import.meta.url)];
  return places.find((place) => existsSync(new URL("producer.hbs", place))) ?? new URL("../../templates/", import.meta.url);
}
