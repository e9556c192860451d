import type { Shape } from "../../catalog/index.js";

/** What a shape holds once lists, maps and unions around it are taken away. */
export function insideOf(shape: Shape): readonly Shape[] {
  if (shape.kind === "array") return insideOf(shape.items);
  if (shape.kind === "map") return insideOf(shape.values);
  if (shape.kind === "union") return shape.branches.flatMap((branch) => insideOf(branch.shape));
  return [shape];
}
