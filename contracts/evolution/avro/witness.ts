/** The smallest event that shows an issue, checked by decoding it. */
import type { Shape } from "../../../catalog/index.js";
import type { Issue } from "../issue.js";
import type { Side } from "../side.js";
import { encode } from "./encode.js";
import { nodeOf } from "./node.js";
import { probes } from "./probes.js";
import { readAs } from "./read.js";
import { type Smallest, smallestOf } from "./smallest.js";
import { type Step, stepsOf, type Trail } from "./trail.js";
import { type AvroValue, avroJson, Chosen } from "./value.js";

interface Options {
  readonly reader: Side;
  readonly writer: Side;
  readonly issue: Issue;
  /** To the value that can't be read, through the writer's schema. */
  readonly trail: Trail;
}

/** A terminal, a report and a reader's patience hold no more. */
const mostCharacters = 10_000;

/** The issue with an event that the writer may write and the reader fails on, or with the reason why none is shown. */
export function witnessed({ reader, writer, issue, trail }: Options): Issue {
  try {
    const smallest = smallestOf(writer);
    const stops = stopsAlong(writer, stepsOf(trail));
    const goal = stops.at(-1)?.shape ?? writer.shape;
    for (const probe of probes(nodeOf(writer, goal), () => smallest.valueOf(goal))) {
      const witness = failing({ reader, writer, value: around(writer, { stops, smallest, inner: probe }) });
      if (witness === undefined) continue;
      if (witness.json.length > mostCharacters)
        return { ...issue, unwitnessed: `the smallest event has ${witness.json.length} characters` };
      return { ...issue, witness };
    }
    return { ...issue, unwitnessed: "no event was found on which decoding fails" };
  } catch (error) {
    const why =
      error instanceof RangeError ? "the smallest event is nested too deeply" : String(error instanceof Error ? error.message : error);
    return { ...issue, unwitnessed: why };
  }
}

interface Stop {
  readonly step: Step;
  /** What the step starts from, and what it leads to. */
  readonly from: Shape;
  readonly shape: Shape;
}

function stopsAlong(side: Side, steps: readonly Step[]): readonly Stop[] {
  const stops: Stop[] = [];
  let from = side.shape;
  for (const step of steps) {
    const shape = inside(side, from, step);
    stops.push({ step, from, shape });
    from = shape;
  }
  return stops;
}

function inside(side: Side, shape: Shape, step: Step): Shape {
  const node = nodeOf(side, shape);
  const found =
    step.kind === "field" && node.kind === "record"
      ? node.type.fields.find((field) => field.name === step.name)?.shape
      : step.kind === "item" && node.kind === "array"
        ? node.items
        : step.kind === "entry" && node.kind === "map"
          ? node.values
          : step.kind === "branch" && node.kind === "union"
            ? node.branches[step.index]?.shape
            : undefined;
  if (found === undefined) throw new Error("the way to it is not known");
  return found;
}

/** Wraps the inner value in the smallest of everything that is around it. */
function around(
  side: Side,
  { stops, smallest, inner }: { readonly stops: readonly Stop[]; readonly smallest: Smallest; readonly inner: AvroValue },
): AvroValue {
  return stops.reduceRight((value, stop) => wrap(side, { stop, smallest, value }), inner);
}

function wrap(
  side: Side,
  { stop, smallest, value }: { readonly stop: Stop; readonly smallest: Smallest; readonly value: AvroValue },
): AvroValue {
  const { step, from } = stop;
  const node = nodeOf(side, from);
  if (step.kind === "branch" && node.kind === "union") return new Chosen(step.index, node.branches[step.index]?.tag ?? "", value);
  if (step.kind === "item") return [value];
  if (step.kind === "entry") return new Map([["key", value]]);
  if (step.kind !== "field" || node.kind !== "record") throw new Error("the way to it is not known");
  return new Map(node.type.fields.map((field) => [field.name, field.name === step.name ? value : smallest.valueOf(field.shape)]));
}

function failing({ reader, writer, value }: { readonly reader: Side; readonly writer: Side; readonly value: AvroValue }): Issue["witness"] {
  const bytes = encode(writer, writer.shape, value);
  try {
    readAs({ reader, writer, bytes });
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return {
      json: avroJson(value),
      hex: Buffer.from(bytes).toString("hex"),
      error: error instanceof Error ? error.message : String(error),
    };
  }
}
