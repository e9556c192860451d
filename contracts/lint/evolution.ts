import type { CompatibilityMode, Field, Shape } from "../../catalog/index.js";
import type { LintRule, Subject } from "./rule.js";
import { partsOf } from "./subject.js";

/** Rules that keep a next version possible. */
export const evolutionRules = {
  "optional-default": {
    summary: "a nullable field without a default",
    severity: "error",
    check: ({ schema, fields }) =>
      fields
        .filter(({ field }) => schema.format === "avro" && isNullable(field.shape) && field.defaultText === undefined)
        .map(({ field, path }) => {
          const message = `${path} may be null and has no default, so it can neither be added nor be removed later without breaking readers`;
          return { place: field.place, path, message, hint: 'Put "null" first and add "default": null' };
        }),
  },
  "enum-default": {
    summary: "an enum without a default symbol",
    severity: "warn",
    check: ({ types, schema }) =>
      types.flatMap((type) => {
        if (schema.format === "json" || type.kind !== "enum" || type.default !== undefined) return [];
        const message = `${type.shortName} has no default, so consumers on this version can't read events with a symbol that is added later`;
        const hint = 'Add a symbol such as UNKNOWN and name it as the enum\'s "default"';
        return [{ place: type.place, path: type.shortName, message, hint }];
      }),
  },
  "late-required": {
    summary: "a field that older events lack and that new readers insist on",
    severity: "warn",
    check(subject) {
      const { schema, fields } = subject;
      if (!reads(modeOf(subject), "BACKWARD")) return [];
      const first = schema.released[0];
      if (first === undefined) return [];
      const then = partsOf([...first.types.values()], first.shape, schema);
      const before = new Set([...then.objects, ...then.fields].map(({ path }) => path));
      return fields
        .filter(({ field, path }) => isInsisted(field, schema.format) && !before.has(path) && before.has(ownerOf(path)))
        .map(({ field, path }) => {
          const message = `${path} came after the first release and is required, but events of older versions don't have it`;
          const hint = schema.format === "avro" ? "Give it a default" : 'Leave it out of "required": only the first release can require';
          return { place: field.place, path, message, hint };
        });
    },
  },
  "content-model": {
    summary: "an object that is open or closed against what its topic's mode needs",
    severity: "warn",
    check(subject) {
      const mode = modeOf(subject);
      const isBackward = reads(mode, "BACKWARD");
      // No single answer serves both directions.
      if (subject.schema.format !== "json" || mode === "NONE" || reads(mode, "FULL")) return [];
      return (
        subject.objects
          .filter(({ additional }) => (additional === false) !== isBackward)
          // Who writes declared properties only needs no schema that forbids the others.
          .filter(({ additional }) => additional === false || subject.topic?.contentModel !== "closed-producer")
          .map(({ place, path }) => {
            const open = `${path} lets any property stand beside its own, so no version can add one with a type: old events may hold anything there`;
            const closed = `${path} forbids further properties, so consumers on this version refuse events of a version that adds one`;
            const hint = isBackward
              ? `Add "additionalProperties": false, as ${mode} needs it`
              : `Leave "additionalProperties" out, as ${mode} needs it`;
            return { place, path, message: isBackward ? open : closed, hint };
          })
      );
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;

function isNullable(shape: Shape): boolean {
  return shape.kind === "union" && shape.branches.some((branch) => branch.shape.kind === "null");
}

function isInsisted(field: Field, format: string): boolean {
  return field.required && (format === "json" || field.defaultText === undefined);
}

function modeOf({ topic }: Subject): CompatibilityMode {
  return topic?.compatibility ?? "NONE";
}

/** FULL is both. */
function reads(mode: CompatibilityMode, direction: "BACKWARD" | "FULL"): boolean {
  return mode.startsWith(direction) || (direction === "BACKWARD" && mode.startsWith("FULL"));
}

function ownerOf(path: string): string {
  return path.slice(0, path.lastIndexOf("."));
}
