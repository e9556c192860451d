import { kindOf } from "../kind-of.js";
import { contentOf } from "./containers.js";
import type { AvroType } from "./internals.js";
import { LogicalType } from "./logical.js";
import { LongTextType } from "./long-text.js";
import { BigLongType } from "./numbers.js";
import { tagOf, UnionType } from "./union.js";

/** Where an event does not fit its type, and how; says nothing of what a text or bytes contain. */
export function explainMisfit(type: AvroType, event: unknown): string | undefined {
  let first: string | undefined;
  type.isValid(event, {
    errorHook: (path, value, expected) => {
      first ??= `${path.join(".") || "the event"}: expected ${expectation(expected)}, found ${kindOf(value)}`;
    },
  });
  return first;
}

function expectation(type: AvroType): string {
  if (type instanceof UnionType) {
    const branches = type.types.map((branch) =>
      type.wrapped && branch.typeName !== "null" ? `{ "${tagOf(branch)}": … }` : expectation(branch),
    );
    return branches.join(" or ");
  }
  if (type instanceof LogicalType) return type.mapping.says;
  const content = contentOf(type);
  if (content) return `${type.typeName} of ${tagOf(content)}`;
  if (type instanceof LongTextType) return 'long (64 bits as text, like "-12")';
  if (type instanceof BigLongType) return "long (a bigint of 64 bits)";
  if (type.typeName === "long") return "long (a safe integer)";
  return type.name ? `${type.typeName} ${type.name}` : type.typeName;
}
