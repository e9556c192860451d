import { type EventModel, suggest } from "../../catalog/index.js";
import { configInvalid, type GenerateOptions } from "../../generator/index.js";

/** Holds the contexts of a configuration to those that there are, each with a folder for itself. @throws EventwrightError CONFIG_INVALID. */
export function checkContexts(model: EventModel, { contexts = new Map(), folders }: GenerateOptions): void {
  const known = [...new Set([...model.schemas, ...model.topics].map(({ context }) => context))].filter((context) => context !== "");
  const taken = new Map([[folders?.out ?? "", "the output folder"]]);
  for (const [context, folder] of contexts) {
    if (!known.some((each) => each === context || each.startsWith(`${context}/`))) throw unknown(context, known);
    const other = taken.get(folder);
    if (other !== undefined) throw configInvalid(`contexts.${context}.out is also ${other}; each context has a folder for itself`);
    taken.set(folder, `that of ${context}`);
  }
}

function unknown(context: string, known: readonly string[]): Error {
  const meant = suggest(context, known);
  return configInvalid(
    `contexts.${context}: there is no such context${meant === undefined ? `; there are ${known.join(", ")}` : `; did you mean ${meant}?`}`,
  );
}
