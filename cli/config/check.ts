import { suggest } from "../../catalog/index.js";
import { configInvalid } from "../../generator/index.js";
import type { Config } from "./config.js";
import type { KeyPath } from "./key-place.js";

/** Says what is wrong with a value, each problem with the key that it stands at. */
type Check = (value: unknown, at: KeyPath) => readonly Problem[];

interface Problem {
  readonly at: KeyPath;
  readonly says: string;
}

const text: Check = (value, at) =>
  typeof value === "string" && value !== "" ? [] : [{ at, says: `${shownPath(at)} is text, not ${kindOf(value)}` }];

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at) =>
    typeof value === "string" && allowed.includes(value)
      ? []
      : [{ at, says: `${shownPath(at)} is one of ${allowed.map((each) => JSON.stringify(each)).join(", ")}, not ${shown(value)}` }];

const keys: Readonly<Record<keyof Config, Check>> = {
  schemas: text,
  out: text,
  stubs: text,
  long: oneOf("number", "bigint", "string"),
  timestamps: oneOf("Date", "bigint", "string"),
  importExtension: oneOf(".js", ".ts", "none"),
  contexts: (value) => {
    if (!isObject(value)) return [{ at: ["contexts"], says: `contexts is an object of { out: folder } by context, not ${kindOf(value)}` }];
    return Object.entries(value).flatMap(([context, entry]) => {
      const at = ["contexts", context];
      return isObject(entry)
        ? [...unknown(entry, ["out"], at), ...text(entry.out, [...at, "out"])]
        : [{ at, says: `${shownPath(at)} is { out: folder }, not ${kindOf(entry)}` }];
    });
  },
  banner: text,
  templates: text,
  // Whether there is such a rule is said by the command that has them.
  lint: (value) =>
    isObject(value)
      ? Object.entries(value).flatMap(([rule, weight]) => oneOf("off", "warn", "error")(weight, ["lint", rule]))
      : [{ at: ["lint"], says: `lint is an object of "off", "warn" or "error" by rule, not ${kindOf(value)}` }],
  artifacts: (value) =>
    Array.isArray(value) ? value.flatMap(artifact) : [{ at: ["artifacts"], says: `artifacts is a list, not ${kindOf(value)}` }],
};

/** Every key there is, in the order of the page that tells them. */
export const configKeys: readonly string[] = Object.keys(keys);

/** The value as a configuration; `source` is the file's text, in which keys are found. @throws EventwrightError CONFIG_INVALID. */
export async function checkConfig(value: unknown, file: { readonly path: string; readonly source: string }): Promise<Config> {
  const problems = problemsOf(value);
  if (problems.length === 0) return value as Config;
  const { placeOf } = await import("./key-place.js");
  const lines = await Promise.all(problems.map(async ({ at, says }) => `${file.path}${await placeOf(at, file)}: ${says}`));
  throw configInvalid(lines.join("\n"), { hint: "docs/customising.md lists every key" });
}

/** The words for one key of a configuration that only its user can judge, with its place. */
export async function keyProblem(at: KeyPath, says: string, file: { readonly path: string; readonly source: string }): Promise<Error> {
  const { placeOf } = await import("./key-place.js");
  return configInvalid(`${file.path}${await placeOf(at, file)}: ${says}`, { hint: "docs/customising.md lists every key" });
}

function problemsOf(value: unknown): readonly Problem[] {
  if (!isObject(value)) return [{ at: [], says: `its default export is an object, by defineConfig({ … }), not ${kindOf(value)}` }];
  const known = Object.entries(keys).flatMap(([key, check]) => (value[key] === undefined ? [] : check(value[key], [key])));
  return [...unknown(value, configKeys, []), ...known];
}

function unknown(value: object, known: readonly string[], at: KeyPath): readonly Problem[] {
  const extra = Object.keys(value).filter((key) => !known.includes(key));
  return extra.map((key) => {
    const meant = suggest(key, known);
    const where = at.length === 0 ? "" : ` in ${shownPath(at)}`;
    return {
      at: [...at, key],
      says: `there is no key ${key}${where}${meant === undefined ? `; there are ${known.join(", ")}` : `; did you mean ${meant}?`}`,
    };
  });
}

function artifact(value: unknown, index: number): readonly Problem[] {
  const at = ["artifacts", index];
  if (!isObject(value)) return [{ at, says: `${shownPath(at)} is an object, by defineArtifact({ … }), not ${kindOf(value)}` }];
  const both = (value.template === undefined) === (value.render === undefined);
  return [
    ...unknown(value, ["name", "per", "path", "template", "render"], at),
    ...text(value.name, [...at, "name"]),
    ...oneOf("event", "topic", "model")(value.per, [...at, "per"]),
    ...callable(value.path, [...at, "path"]),
    ...(value.template === undefined ? [] : text(value.template, [...at, "template"])),
    ...(value.render === undefined ? [] : callable(value.render, [...at, "render"])),
    ...(both ? [{ at, says: `${shownPath(at)} has either a template or a render function` }] : []),
  ];
}

function callable(value: unknown, at: KeyPath): readonly Problem[] {
  return typeof value === "function"
    ? []
    : [{ at, says: `${shownPath(at)} is a function of the view that gives text, not ${kindOf(value)}` }];
}

function shownPath(at: KeyPath): string {
  return at.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`)).join("");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === "") return "empty text";
  return value === null
    ? "null"
    : value === undefined
      ? "nothing"
      : Array.isArray(value)
        ? "a list"
        : `a ${typeof value}`.replace("a object", "an object");
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : kindOf(value);
}
