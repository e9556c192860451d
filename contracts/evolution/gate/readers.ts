/** Who reads what a finding is about: declared consumers, followed through types that several fields share. */
import type { NamedType, Shape } from "../../../catalog/index.js";
import type { ConsumerContract, DeclaredRead } from "../../consumers/consumer.js";
import { insideOf } from "../../consumers/inside.js";
import type { DeclaredReader, Finding } from "../finding.js";

/** An event as it is or was. */
interface Shaped {
  readonly shape: Shape;
  readonly types: ReadonlyMap<string, NamedType>;
}

export interface ReadEvent {
  readonly topics: ReadonlySet<string>;
  /** Short and full names, earlier ones included. */
  readonly names: ReadonlySet<string>;
  /** Every schema in which a path may be looked up. */
  readonly shaped: readonly Shaped[];
}

/** The consumers that read what the finding is about; of a topic's finding, all who read the topic. */
export function readersOf(finding: Finding, event: ReadEvent, consumers: readonly ConsumerContract[]): readonly DeclaredReader[] {
  return consumers
    .filter((consumer) => consumer.status !== "retired")
    .flatMap((contract) => {
      const { consumer, owner } = contract;
      const read = contract.reads.find((one) => event.topics.has(one.channel) && (event.names.size === 0 || event.names.has(one.message)));
      const place = read && placeOfHit(finding, event, read);
      return place === undefined ? [] : [{ consumer, ...(owner === undefined ? {} : { owner }), place }];
    });
}

function placeOfHit(finding: Finding, event: ReadEvent, read: DeclaredRead) {
  if (finding.path === "" || event.names.size === 0 || read.fields === undefined) return read.place;
  const paths = [finding.path, finding.oldPath ?? finding.path].map(namesIn);
  const types = event.shaped.flatMap((shaped) => paths.flatMap((path) => typesOn(shaped, path))).filter((step) => isAbout(finding, step));
  const hit = read.fields.find((field) => {
    if (paths.some((path) => overlap(path, field.path))) return true;
    const own = types.length === 0 ? [] : event.shaped.flatMap((shaped) => typesOn(shaped, field.path));
    return own.some((step) => types.some((other) => other.type === step.type && overlap(other.rest, step.rest)));
  });
  return hit?.place;
}

/** Field names of a path. */
function namesIn(path: string): readonly string[] {
  return path
    .replaceAll(/\[\]|\{\}/g, "")
    .split(".")
    .filter((step) => step !== "");
}

/** Whoever reads a whole reads its parts, and whoever reads a part reads the whole. */
function overlap(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, index) => step === b[index]);
}

/** A named type on the way, and what of the path is left inside of it. */
interface Step {
  readonly type: string;
  readonly rest: readonly string[];
}

/** The named types that a path leads through, the root left out: it is no shared one. */
function typesOn({ shape, types }: Shaped, path: readonly string[]): readonly Step[] {
  const found: Step[] = [];
  let open = insideOf(shape);
  for (const [index, name] of path.entries()) {
    const fields = open.flatMap((one) => fieldsIn(one, types)).filter((field) => field.name === name);
    open = fields.flatMap((field) => insideOf(field.shape));
    const rest = path.slice(index + 1);
    for (const one of open) if (one.kind === "ref") found.push({ type: one.name, rest });
  }
  return found;
}

function fieldsIn(shape: Shape, types: ReadonlyMap<string, NamedType>) {
  if (shape.kind === "object") return shape.fields;
  const type = shape.kind === "ref" ? types.get(shape.name) : undefined;
  if (type?.kind === "record") return type.fields;
  return type?.kind === "alias" && type.shape.kind === "object" ? type.shape.fields : [];
}

const ofTypes: ReadonlySet<string> = new Set(["ENUM_SYMBOL_UNKNOWN", "FIXED_SIZE_CHANGED", "NAME_CHANGED"]);

/** A field that is gone says nothing about other fields of its type; what is wrong inside of the type does. */
function isAbout(finding: Finding, { rest }: Step): boolean {
  return rest.length > 0 || ofTypes.has(finding.rule);
}
