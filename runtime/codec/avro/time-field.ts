import type { TimeField } from "../codec.js";
import type { AvroType } from "./internals.js";
import { LogicalType } from "./logical.js";
import { RecordType } from "./record.js";
import { UnionType } from "./union.js";

/** The timestamp at a path of record fields; a union counts where it only adds null. */
export function timeFieldOf(type: AvroType, path: readonly string[]): TimeField | undefined {
  const found = path.reduce<AvroType | undefined>((inner, name) => fieldOf(inner, name), type);
  const bare = found && withoutNull(found);
  return bare instanceof LogicalType ? bare.mapping.time : undefined;
}

function fieldOf(type: AvroType | undefined, name: string): AvroType | undefined {
  const bare = type && withoutNull(type);
  return bare instanceof RecordType ? bare.fields.find((field) => field.name === name)?.type : undefined;
}

function withoutNull(type: AvroType): AvroType {
  if (!(type instanceof UnionType)) return type;
  const [only, ...more] = type.types.filter((branch) => branch.typeName !== "null");
  return only !== undefined && more.length === 0 ? only : type;
}
