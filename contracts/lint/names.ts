import type { LintRule, OwnField, Remark } from "./rule.js";

/** Rules about names, which generated code and other languages take over. */
export const nameRules = {
  "type-name": {
    summary: "a record, enum or fixed whose name is not in PascalCase",
    severity: "warn",
    check: ({ types }) =>
      types
        .filter(({ shortName }) => !/^[A-Z][A-Za-z0-9]*$/.test(shortName))
        .map(({ place, shortName }) => {
          const message = `${shortName} is not in PascalCase, as names of types are in generated code`;
          return { place, path: shortName, message, hint: `Call it ${pascal(shortName)} and keep the old full name as an alias` };
        }),
  },
  "field-name": {
    summary: "a field name that is neither camelCase nor snake_case, or not as its neighbours",
    severity: "warn",
    check: ({ fields, schema }) => fields.flatMap((one) => fieldName(one, styleOf(fields), schema.format)),
  },
  "symbol-name": {
    summary: "an enum symbol that is not in UPPER_SNAKE_CASE",
    severity: "warn",
    check: ({ types, schema }) =>
      types.flatMap((type) => {
        // What a JSON Schema enumerates are values that travel, not names.
        if (type.kind !== "enum" || schema.format === "json") return [];
        const wrong = type.symbols.filter((symbol) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(symbol));
        if (wrong.length === 0) return [];
        const message = `${type.shortName} has symbols that are not in UPPER_SNAKE_CASE: ${wrong.join(", ")}`;
        const hint = "Symbols can't be renamed once they are written: choose them before the first release";
        return [{ place: type.place, path: type.shortName, message, hint }];
      }),
  },
  "namespace-missing": {
    summary: "an Avro type without a namespace",
    severity: "warn",
    check: ({ types, schema }) =>
      types
        .filter(({ namespace }) => schema.format === "avro" && namespace === "")
        .map(({ place, shortName }) => {
          const message = `${shortName} has no namespace, so that another team's type of that name is the same to a registry`;
          return { place, path: shortName, message, hint: 'Add a "namespace" before the first release: it is part of the full name' };
        }),
  },
  "file-name": {
    summary: "a file that is not called as the type in it",
    severity: "warn",
    check({ schema }) {
      const file = schema.place.path.slice(schema.place.path.lastIndexOf("/") + 1);
      const wanted = `${kebab(schema.shortName)}${schema.format === "avro" ? ".avsc" : ".schema.json"}`;
      if (file === wanted || schema.shortName === "") return [];
      const message = `${file} holds ${schema.shortName}, which is looked for in ${wanted}`;
      return [{ place: schema.place, path: schema.shortName, message, hint: `Rename the file to ${wanted}` }];
    },
  },
} as const satisfies Readonly<Record<string, LintRule>>;

type Style = "camelCase" | "snake_case";

const camel = /^[a-z][a-zA-Z0-9]*$/;
const snake = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** What most names are in that are one of the two only; `id` is both. */
function styleOf(fields: readonly OwnField[]): Style {
  const names = fields.map(({ field }) => field.name);
  const [camels, snakes] = [camel, snake].map((style) => names.filter((name) => style.test(name)).length);
  return (camels ?? 0) >= (snakes ?? 0) ? "camelCase" : "snake_case";
}

function fieldName({ field, path }: OwnField, style: Style, format: string): readonly Remark[] {
  if ((style === "camelCase" ? camel : snake).test(field.name)) return [];
  const isOther = camel.test(field.name) || snake.test(field.name);
  const message = isOther
    ? `${path} is not in ${style} as the other fields of this schema`
    : `${path} is neither in camelCase nor in snake_case`;
  const words = wordsOf(field.name);
  const better = style === "camelCase" ? words.map((word, at) => (at === 0 ? word : upper(word))).join("") : words.join("_");
  const keep = format === "avro" ? ' and keep the old name in "aliases"' : " before the first release";
  return [{ place: field.place, path, message, hint: `Call it ${better}${keep}` }];
}

function wordsOf(name: string): readonly string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return spaced
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

function pascal(name: string): string {
  return wordsOf(name).map(upper).join("");
}

function kebab(name: string): string {
  return wordsOf(name).join("-");
}

function upper(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
