import { declareTypes } from "../render/declarations.js";
import { defineArtifact } from "./artifact.js";
import type { SchemaPlan } from "./plan.js";

/** `<schema>.type.ts`: nothing but types, one declaration for each named type. */
export const typeArtifact = defineArtifact<SchemaPlan>({
  name: "type",
  stays: "with-source",
  subjects: (plan) => plan.schemas,
  path: (schema) => `${schema.stem}.type.ts`,
  from: (schema) => schema.from,
  write(schema, plan) {
    const { imports, declarations } = declareTypes(schema, plan);
    const lines = [...imports.lines()];
    for (const declaration of declarations) lines.push("", ...declaration.lines);
    if (declarations.length === 0) lines.push("export {};");
    return `${lines.join("\n")}\n`;
  },
});
