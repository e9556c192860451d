import { FixedType } from "../codec/avro/bytes.js";
import { ArrayType, MapType } from "../codec/avro/containers.js";
import { EnumType } from "../codec/avro/enum.js";
import { type AvroType, put } from "../codec/avro/internals.js";
import { LogicalType } from "../codec/avro/logical.js";
import { LongTextType } from "../codec/avro/long-text.js";
import type { Mapping } from "../codec/avro/mapping.js";
import { BigLongType } from "../codec/avro/numbers.js";
import { parseAvro } from "../codec/avro/parse.js";
import { RecordType } from "../codec/avro/record.js";
import { tagOf, UnionType } from "../codec/avro/union.js";
import type { ValueOptions } from "../codec/codec.js";
import { type Draw, drawFor } from "./draw.js";

/** Gives the sample of a seed and an index. @throws Error on a schema that is none. */
export function avroSample(schema: string, values: ValueOptions = {}): (seed: number, index: number) => unknown {
  const type = parseAvro(schema, values);
  return (seed, index) => sampleOf(type, drawFor(seed, index), 0);
}

// Below this a schema that contains itself takes its shortest way out.
const deep = 5;

function sampleOf(type: AvroType, draw: Draw, depth: number): unknown {
  if (type instanceof LogicalType) return draw.of(logicalValues(type.mapping));
  if (type instanceof RecordType) {
    const record = {};
    for (const field of type.fields) put(record, field.name, sampleOf(field.type, draw, depth + 1));
    return record;
  }
  if (type instanceof UnionType) return sampleUnion(type, draw, depth);
  if (type instanceof ArrayType)
    return Array.from({ length: depth > deep ? 0 : draw.below(4) }, () => sampleOf(type.itemsType, draw, depth + 1));
  if (type instanceof MapType) {
    const map = {};
    for (const key of mapKeys.slice(0, depth > deep ? 0 : draw.below(mapKeys.length + 1)))
      put(map, key, sampleOf(type.valuesType, draw, depth + 1));
    return map;
  }
  if (type instanceof EnumType) return draw.of([type.symbols[0] ?? "", ...type.symbols.slice(1)]);
  if (type instanceof FixedType) return new Uint8Array(type.size).fill(draw.of([0, 255, 128, 1]));
  if (type instanceof LongTextType) return String(draw.of(bigs));
  if (type instanceof BigLongType) return draw.of(bigs);
  return draw.of(plainValues[type.typeName] ?? [null]);
}

function sampleUnion(type: UnionType, draw: Draw, depth: number): unknown {
  const ways = type.types.filter((branch) => depth <= deep || !(branch instanceof RecordType));
  const [first, ...rest] = ways.length > 0 ? ways : type.types;
  if (first === undefined) return null;
  const branch = draw.of([first, ...rest]);
  const value = sampleOf(branch, draw, depth + 1);
  if (!type.wrapped || value === null) return value;
  const wrapped = {};
  put(wrapped, tagOf(branch), value);
  return wrapped;
}

type Values = readonly [unknown, ...unknown[]];

const mapKeys = ["key", "", "Schlüssel 🔑", "__proto__"];

const plainValues: Readonly<Record<string, Values>> = {
  null: [null],
  boolean: [false, true],
  int: [0, 2 ** 31 - 1, -(2 ** 31), -1, 63, 64],
  long: [0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1, 2 ** 31, 1],
  float: [0, Math.fround(3.4028234e38), Math.fround(-1.1), 1.5, Math.fround(1e-45)],
  double: [0, Number.MAX_VALUE, -0.1, 5e-324, 1 / 3],
  string: ["", "plain", "ä€🙂", 'line\nbreak\t"quoted"\\', "x".repeat(300), "\0", " "],
  bytes: [new Uint8Array(), new Uint8Array([0]), new Uint8Array([255, 254, 0, 128]), new Uint8Array(300).fill(7)],
};

const dates: Values = ["1970-01-01", "9999-12-31", "0001-01-01", "2024-02-29", "1969-12-31"];
const instants: Values = [
  new Date(0),
  new Date("9999-12-31T23:59:59.999Z"),
  new Date("0001-01-01T00:00:00.000Z"),
  new Date(-1),
  new Date(1_700_000_000_123),
];
const bigs: Values = [0n, 2n ** 63n - 1n, -(2n ** 63n), -1n, 2n ** 53n + 1n];
// What nanoseconds in 64 bits can reach is in the reach of all units.
const reachable: readonly bigint[] = [0n, -1n, 1n, 2n ** 62n, -(2n ** 62n), 1_700_000_000_123_456_789n];
const epoch = new Date(0);
const timesOfDay: Values = [0n, 86_399_999_999n, 1n];
const uuids: Values = [
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "0f8fad5b-d9cb-469f-a165-70867728950e",
];
const greatest = 2 ** 32 - 1;
const durations: Values = [
  { months: 0, days: 0, millis: 0 },
  { months: greatest, days: greatest, millis: greatest },
  { months: 1, days: 2, millis: 3 },
];

function logicalValues(mapping: Mapping): Values {
  if (mapping.meaning.startsWith("decimal")) return decimals(mapping);
  if (mapping.bucket === "date") return instants;
  if (mapping.time && mapping.bucket === "string") return [mapping.time.valueOf(epoch), ...texts(mapping)];
  if (mapping.meaning === "time-micros") return timesOfDay;
  if (mapping.bucket === "bigint") return bigs;
  if (mapping.bucket === "number") return [0, 86_399_999, 1];
  if (mapping.bucket === "object") return durations;
  return mapping.meaning === "date" ? dates : uuids;
}

/** Points in time as the mapping writes them, each exact in its unit. */
function texts({ from }: Mapping): readonly unknown[] {
  return reachable.map((units) => from((units / 1_000n) as never)).concat(from(-1n as never), from(1n as never));
}

/** The greatest that fits tells the precision; how zero comes back, the scale. */
function decimals({ to, from }: Mapping): Values {
  const zero = String(from(to("0") as never));
  const scale = zero.split(".")[1]?.length ?? 0;
  const point = (digits: string) => {
    const padded = digits.padStart(scale + 1, "0");
    return scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  };
  let nines = "9";
  while (nines.length < 60 && to(point(`${nines}9`)) !== undefined) nines += "9";
  return [zero, point(nines), `-${point(nines)}`, point("1"), `-${point("1")}`];
}
