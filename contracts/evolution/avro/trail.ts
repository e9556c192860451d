/** A way from the root of a schema to a value in it, as a list that shares its beginnings. */
export type Trail = { readonly before: Trail; readonly step: Step } | undefined;

export type Step =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "item" }
  | { readonly kind: "entry" }
  | { readonly kind: "branch"; readonly index: number };

/** The steps, from the root on. */
export function stepsOf(trail: Trail): readonly Step[] {
  const steps: Step[] = [];
  for (let at = trail; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}
