import { describe, expect, it } from "vitest";
import { compare } from "../../../../contracts/evolution/compare.js";
import { isEventwrightError } from "../../../../runtime/index.js";
import { Chance, event } from "./random.js";

const properties = (depth: number, leaf: string) => `${'{"type":"object","properties":{"a":'.repeat(depth)}${leaf}${"}}".repeat(depth)}`;
const combined = (depth: number, leaf: string) => `${'{"allOf":['.repeat(depth)}${leaf}${"]}".repeat(depth)}`;
const negated = (depth: number, leaf: string) => `${'{"not":'.repeat(depth)}${leaf}${"}".repeat(depth)}`;
const listed = (depth: number, leaf: string) => `${'{"items":'.repeat(depth)}${leaf}${"}".repeat(depth)}`;
const either = (depth: number, leaf: string) => `${'{"anyOf":[{"type":"null"},'.repeat(depth)}${leaf}${"]}".repeat(depth)}`;
const wide = (leaf: string) =>
  `{"type":"object","properties":{${Array.from({ length: 2_500 }, (_, at) => `"property${at}":{"type":"string","maxLength":${at}}`).join()},"z":${leaf}}}`;

const shapes = [
  ...[properties, combined, negated, listed, either].map((make) => ({ name: make.name, of: (leaf: string) => make(2_000, leaf) })),
  { name: "wide", of: wide },
];

describe.each(["sound", "confluent", "confluent-lenient"] as const)("%s", (engine) => {
  it.each(shapes)("$name: 2,000 deep or 100 kB end with an answer or an error within a second", ({ of }) => {
    const began = performance.now();
    try {
      expect(typeof compare({ format: "json", engine, reader: of('{"type":"string"}'), writer: of('{"type":"integer"}') }).compatible).toBe(
        "boolean",
      );
    } catch (error) {
      if (!isEventwrightError(error)) throw error;
    }
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

it("finds every schema within itself, and nothing to say of it", () => {
  const chance = new Chance(3);
  for (let count = 0; count < 200; count += 1) {
    const text = JSON.stringify(event(chance));
    expect(compare({ format: "json", reader: text, writer: text })).toEqual({ compatible: true, findings: [] });
  }
});
