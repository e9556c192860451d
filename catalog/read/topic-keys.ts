import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { suggest } from "../suggest.js";
import { parseDuration } from "./duration.js";
import type { Report, Span } from "./source.js";

/** Typed access to one level of keys; reports unknown keys at once and wrong values when asked for. */
export class TopicKeys {
  readonly #values = new Map<string, { readonly key: Span; readonly value: Node | null }>();
  readonly #report: Report;

  constructor(map: YAMLMap, known: readonly string[], report: Report) {
    this.#report = report;
    for (const { key, value } of map.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      this.#values.set(name, { key: spanOf(key), value: isNode(value) ? value : null });
      if (known.includes(name)) continue;
      const near = suggest(name, known);
      const hint = near === undefined ? `Known keys are ${known.join(", ")}` : `Did you mean ${near}?`;
      report("TOPIC_UNKNOWN_KEY", spanOf(key), `topic.yaml has no key ${name}`, { hint });
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  node(name: string): Node | undefined {
    return this.#values.get(name)?.value ?? undefined;
  }

  /** Of the value; of the key when there is none. */
  span(name: string): Span {
    const entry = this.#values.get(name);
    return entry?.value ? spanOf(entry.value) : (entry?.key ?? { at: 0, length: 0 });
  }

  invalid(name: string, message: string, hint?: string): undefined {
    this.#report("TOPIC_INVALID_VALUE", this.span(name), message, hint === undefined ? {} : { hint });
    return undefined;
  }

  string(name: string, pattern: RegExp, what: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = scalarOf(this.node(name));
    return typeof value === "string" && pattern.test(value) ? value : this.invalid(name, `${name} takes ${what}`);
  }

  strings(name: string, pattern: RegExp, what: string): readonly string[] {
    if (!this.has(name)) return [];
    const node = this.node(name);
    const values = isSeq(node) ? node.items.map((item) => scalarOf(isNode(item) ? item : undefined)) : [undefined];
    const strings = values.filter((value) => typeof value === "string" && pattern.test(value)).map(String);
    if (strings.length !== values.length || new Set(strings).size !== values.length) {
      this.invalid(name, `${name} takes a list without repetition, each ${what}`);
    }
    return strings;
  }

  path(name: string): readonly string[] | undefined {
    return this.string(name, /^[^.\s]+(\.[^.\s]+)*$/, "a field path like customerId or customer.id")?.split(".");
  }

  integer(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = scalarOf(this.node(name));
    if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
    return this.invalid(name, `${name} takes a whole number from 1`);
  }

  duration(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = scalarOf(this.node(name));
    const hint = "Write a whole number and a unit: ms, s, m, h or d";
    return (
      (typeof value === "string" ? parseDuration(value) : undefined) ??
      this.invalid(name, `${name} takes a duration like 200ms, 30s or 30d`, hint)
    );
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    if (!this.has(name)) return undefined;
    const value = scalarOf(this.node(name));
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const near = typeof value === "string" ? suggest(value, words) : undefined;
    return this.invalid(name, `${name} takes one of ${words.join(", ")}`, near && `Did you mean ${near}?`);
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}

function scalarOf(node: Node | undefined): unknown {
  return isScalar(node) ? node.value : undefined;
}

function spanOf(node: Node): Span {
  const [at, end] = node.range ?? [0, 0];
  return { at, length: end - at };
}
