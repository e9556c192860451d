/** The expectations of a flow. */
import { isMap, isScalar, type Node } from "yaml";
import { type EventModel, suggest } from "../../catalog/index.js";
import type { ThenStep } from "./flow.js";
import { complain, countOf, durationOf, members, placeOfNode, type Reading, textOf, valuesOf } from "./yaml.js";

const defaultMs = 5_000;
const kinds = ["handled", "deadLetter", "silence", "order"] as const;

/** One step of `then`; undefined and a mistake for anything else. */
export function readThen(reading: Reading, node: Node, model: EventModel): ThenStep | undefined {
  const first = isMap(node) ? node.items[0]?.key : undefined;
  const word = isScalar(first) ? String(first.value) : "";
  const kind = kinds.find((one) => one === word);
  if (kind === undefined) {
    const near = suggest(word, kinds);
    complain(reading, node, `a step begins with ${kinds.join(", ")}${near === undefined ? "" : `; did you mean "${near}"?`}`);
    return undefined;
  }
  return readers[kind](reading, node, model);
}

type Read = (reading: Reading, node: Node, model: EventModel) => ThenStep;

const readers: Readonly<Record<(typeof kinds)[number], Read>> = {
  handled(reading, node, model) {
    const parts = members(reading, node, ["handled", "where", "times", "within"]);
    const event = textOf(reading, parts.get("handled"), "the event's name");
    checkKnown(
      reading,
      parts.get("handled"),
      event,
      model.topics.flatMap((topic) => topic.events.map((one) => one.shortName)),
    );
    const where = valuesOf(reading, parts.get("where"));
    const times = countOf(reading, parts.get("times"), 1, 0);
    return { kind: "handled", event, where, times, ...timed(reading, node, parts.get("within")) };
  },
  deadLetter(reading, node, model) {
    const inner = member(reading, node, "deadLetter");
    const parts = members(reading, inner, ["from", "times", "within", "value"]);
    const from = textOf(reading, parts.get("from"), "from, the topic,");
    checkKnown(
      reading,
      parts.get("from"),
      from,
      model.topics.map((topic) => topic.topic),
    );
    const value = parts.get("value");
    const sameBytes = isScalar(value) && value.value === "same-bytes";
    if (value !== undefined && !sameBytes) complain(reading, value, "value is same-bytes, or left out");
    return {
      kind: "deadLetter",
      from,
      sameBytes,
      times: countOf(reading, parts.get("times"), 1),
      ...timed(reading, node, parts.get("within")),
    };
  },
  silence(reading, node, model) {
    const parts = members(reading, member(reading, node, "silence"), ["on", "for"]);
    const on = textOf(reading, parts.get("on"), "on, the topic,");
    checkKnown(
      reading,
      parts.get("on"),
      on,
      model.topics.flatMap((topic) => [topic.topic, topic.deadLetter]),
    );
    return { kind: "silence", on, place: placeOfNode(reading, node), withinMs: durationOf(reading, parts.get("for"), 300) };
  },
  order(reading, node, model) {
    const parts = members(reading, member(reading, node, "order"), ["on", "within"]);
    const on = textOf(reading, parts.get("on"), "on, the topic,");
    checkKnown(
      reading,
      parts.get("on"),
      on,
      model.topics.map((topic) => topic.topic),
    );
    return { kind: "order", on, ...timed(reading, node, parts.get("within")) };
  },
};

function member(reading: Reading, node: Node, key: string): Node | undefined {
  return members(reading, node, [key]).get(key);
}

function timed(reading: Reading, node: Node, within: Node | undefined): { place: ReturnType<typeof placeOfNode>; withinMs: number } {
  return { place: placeOfNode(reading, node), withinMs: durationOf(reading, within, defaultMs) };
}

function checkKnown(reading: Reading, node: Node | undefined, name: string, known: readonly string[]): void {
  if (name === "" || known.includes(name)) return;
  const near = suggest(name, known);
  complain(reading, node, `nothing here is called ${name}${near === undefined ? "" : `; did you mean ${near}?`}`);
}
