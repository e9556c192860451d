import CodeBlockWriter from "code-block-writer";
import { declareTypes } from "../render/declarations.js";
import { defineArtifact } from "./artifact.js";
import type { SchemaPlan } from "./plan.js";

/** `<schema>.type.ts`: nothing but types, one declaration for each named type. */
export const typeArtifact = defineArtifact<SchemaPlan>({
  name: "type",
  subjects: (plan) => plan.schemas,
  path: (schema) => `${schema.stem}.type.ts`,
  from: (schema) => schema.from,
  write(schema, plan) {
    const { imports, declarations } = declareTypes(schema, plan);
    const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2 });
    for (const line of imports.lines()) writer.writeLine(line);
    for (const declaration of declarations) {
      writer.newLine();
      for (const line of declaration.lines) writer.writeLine(line);
    }
    return declarations.length === 0 ? `${writer}export {};\n` : writer.toString();
  },
});
