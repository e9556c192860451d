import { expect, test } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";
import type { ValueOptions } from "../../../runtime/codec/codec.js";

/** A codec for a record with these fields, as JSON text: numbers keep the digits they are written with. */
function codecOf(fields: string, values?: ValueOptions) {
  const schema = `{"type":"record","name":"R","fields":[${fields}]}`;
  return defineAvroCodec<Readonly<Record<string, unknown>>>({
    name: "R",
    version: 1,
    fingerprint: "",
    schema,
    writers: [],
    ...values,
  });
}

const empty = '{"type":"record","name":"R","fields":[]}';

/** What a reader gets of a record that was written without the field. */
function filledIn(type: string, value: string, values?: ValueOptions): unknown {
  return codecOf(`{"name":"f","type":${type},"default":${value}}`, values).decode(new Uint8Array(), empty).f;
}

test.each<[string, string, unknown]>([
  ['"long"', "9007199254740991", 9007199254740991],
  ['{"type":"long","logicalType":"timestamp-nanos"}', "1700000000123456789", 1700000000123456789n],
  ['{"type":"long","logicalType":"time-micros"}', "-9223372036854775808", -9223372036854775808n],
  ['"double"', "9007199254740993", 9007199254740992],
  ['"double"', "123456789012345678901234567890", 1.2345678901234568e29],
  ['"float"', "0.1", Math.fround(0.1)],
  ['["null","string","double"]', "9007199254740993", 9007199254740992],
  ['"bytes"', '"\\u00ff\\u0000"', new Uint8Array([255, 0])],
  ['{"type":"fixed","name":"F","size":2}', '"\\u0001\\u00fe"', new Uint8Array([1, 254])],
  ['{"type":"array","items":"long"}', "[1,2]", [1, 2]],
  ['{"type":"record","name":"S","fields":[{"name":"x","type":"int","default":7}]}', "{}", { x: 7 }],
  ['["string","null"]', "null", null],
  ['["bytes","string"]', '"\u65e5"', "日"],
  ['["bytes","string"]', '"\u00ff"', new Uint8Array([255])],
  [
    '["null",{"type":"bytes","logicalType":"decimal","precision":1},{"type":"fixed","name":"F","size":1}]',
    '"\\u000a"',
    new Uint8Array([10]),
  ],
  ['"string"', '"9007199254740993"', "9007199254740993"],
  ['"string"', '"{\\"\\\\u0000\\":9007199254740993}"', '{"\\u0000":9007199254740993}'],
])("%s with the default %s is read as its value", (type, json, value) => {
  expect(filledIn(type, json)).toStrictEqual(value);
});

test("a long as bigint or text has every digit of its default", () => {
  expect(filledIn('"long"', "9007199254740993", { long: "bigint" })).toBe(9007199254740993n);
  expect(filledIn('"long"', "-9223372036854775808", { long: "string" })).toBe("-9223372036854775808");
});

test("each reader gets a default of its own", () => {
  const codec = codecOf('{"name":"f","type":{"type":"array","items":"int"},"default":[1]}');
  const [first, second] = [codec.decode(new Uint8Array(), empty), codec.decode(new Uint8Array(), empty)];
  expect(first.f).toStrictEqual([1]);
  expect(second.f).not.toBe(first.f);
});

test("a record may hold itself in its default", () => {
  const codec = codecOf(
    '{"name":"next","type":["null","R"],"default":null},{"name":"all","type":{"type":"array","items":"R"},"default":[{"all":[]}]}',
  );
  expect(codec.decode(codec.encode({}))).toStrictEqual({ next: null, all: [{ next: null, all: [] }] });
});

test.each([
  ['"long"', "9007199254740993", "9007199254740993 does not fit into a number"],
  ['{"type":"enum","name":"E","symbols":["A"]}', '"B"', "the default of the field f is no value of its type"],
  ['{"type":"long","logicalType":"timestamp-micros"}', "9223372036854775808", "the default of the field f is no value of its type"],
])("%s with the default %s is refused where the default is needed, and only there", (type, json, why) => {
  const codec = codecOf(`{"name":"f","type":${type},"default":${json}},{"name":"n","type":"int"}`);
  const value = type.includes("enum") ? "A" : type.includes("micros") ? 1n : 1;
  expect(codec.decode(codec.encode({ f: value, n: 2 }))).toStrictEqual({ f: value, n: 2 });
  expect(() => codec.encode({ n: 2 })).toThrow(why);
  const writer = '{"type":"record","name":"R","fields":[{"name":"n","type":"int"}]}';
  expect(() => codec.decode(new Uint8Array([4]), writer)).toThrow(why);
});
