import { describe, expect, it } from "vitest";
import { defineAvroCodec } from "../../../runtime/codec/avro.js";

const a = { name: "a", type: "int" };
const record = (name: string, more: object = {}) => ({ type: "record", name, fields: [a], ...more });
const choice = (name: string, more: object = {}) => ({ type: "enum", name, symbols: ["A", "B"], ...more });
const raw = (name: string, more: object = {}) => ({ type: "fixed", name, size: 2, ...more });
const money = (name: string, more: object = {}) => raw(name, { logicalType: "decimal", precision: 4, scale: 2, ...more });
const holding = (type: unknown, more: object = {}) => ({ type: "record", name: "Event", fields: [{ name: "v", type }], ...more });
const needy = (name: string) => record(name, { fields: [a, { name: "b", type: "int" }] });
const bytes = new Uint8Array([1, 2]);

/** Writes with the first schema, reads with the second. */
function across(written: unknown, read: unknown, event: unknown): unknown {
  const define = (schema: string) => defineAvroCodec<unknown>({ name: "test.Event", version: 1, fingerprint: "", schema, writers: [] });
  const [writer, reader] = [JSON.stringify(written), JSON.stringify(read)];
  return define(reader).decode(define(writer).encode(event), writer);
}

describe("named types are read by their unqualified name, or by an alias", () => {
  it.each([
    ["a record", record("old.R"), record("new.R"), { a: 1 }],
    ["a record without a namespace", record("R"), record("new.R"), { a: 1 }],
    ["an enum", choice("old.E"), choice("new.E"), "B"],
    ["an enum that shrank to a default", choice("old.E"), choice("new.E", { symbols: ["B"], default: "B" }), "B"],
    ["a fixed", raw("old.F"), raw("new.F"), bytes],
    ["a fixed with a logical type", money("old.F"), money("new.F"), "1.50"],
    ["a record by alias", record("old.R"), record("new.S", { aliases: ["old.R"] }), { a: 1 }],
    ["an enum by alias", choice("old.E"), choice("new.G", { aliases: ["old.E"] }), "A"],
    ["a fixed by alias", raw("old.F"), raw("new.G", { aliases: ["old.F"] }), bytes],
    ["an alias in the reader's own namespace", choice("x.E"), choice("G", { namespace: "x", aliases: ["E"] }), "A"],
    ["an alias in the namespace of the reader's full name", choice("x.E"), choice("x.G", { aliases: ["E"] }), "A"],
    ["a namespace that a full name makes void", record("x.R"), record("x.S", { namespace: "y", aliases: ["R"] }), { a: 1 }],
  ])("%s", (_name, written, read, value) => {
    expect(across(written, read, value)).toStrictEqual(value);
    expect(across(holding(written), holding(read), { v: value })).toStrictEqual({ v: value });
    expect(across(holding({ type: "array", items: written }), holding({ type: "array", items: read }), { v: [value] })).toStrictEqual({
      v: [value],
    });
  });

  it("reads what takes its namespace from the record around it", () => {
    for (const [type, value] of [[record("R"), { a: 1 }] as const, [choice("E"), "B"] as const, [raw("F"), bytes] as const]) {
      const around = (namespace: string) => holding(holding(type, { name: "Inner" }), { namespace });
      expect(across(around("old"), around("new.deep"), { v: { v: value } })).toStrictEqual({ v: { v: value } });
    }
  });

  it("reads a recursive record", () => {
    const node = (namespace: string) => ({ ...record("Node", { namespace }), fields: [a, { name: "next", type: ["null", "Node"] }] });
    const event = { a: 1, next: { a: 2, next: { a: 3, next: null } } };
    expect(across(node("old"), node("new"), event)).toStrictEqual(event);
  });

  it.each([
    ["another record", record("x.R"), record("x.S"), { a: 1 }],
    ["another enum", choice("x.E"), choice("x.G"), "A"],
    ["another fixed", raw("x.F"), raw("x.G"), bytes],
    ["another size", raw("old.F"), raw("new.F", { size: 3 }), bytes],
    ["another kind", choice("x.N"), record("x.N"), "A"],
    ["an alias of another namespace", record("old.R"), record("new.S", { aliases: ["other.R"] }), { a: 1 }],
    ["an enum's alias of another namespace", choice("old.E"), choice("new.G", { aliases: ["other.E"] }), "A"],
    ["a name that only ends alike", record("x.BigR"), record("x.R"), { a: 1 }],
    ["an alias on the writer's side", record("x.R", { aliases: ["x.S"] }), record("x.S"), { a: 1 }],
  ])("refuses %s", (_name, written, read, value) => {
    expect(() => across(written, read, value)).toThrow(/DECODE_INVALID/);
    expect(() => across(holding(written), holding(read), { v: value })).toThrow(/DECODE_INVALID/);
  });
});

describe("a union's branch for a named type", () => {
  it.each([
    ["the one of the same unqualified name", record("old.R"), ["null", record("new.R")], { a: 1 }, { a: 1 }],
    ["the one with the alias", choice("old.E"), ["string", choice("new.G", { aliases: ["old.E"] })], "A", { "new.G": "A" }],
    ["the same full name, though another comes first", record("y.R"), [record("x.R"), record("y.R")], { a: 1 }, { "y.R": { a: 1 } }],
    ["the same full name of an enum", choice("y.E"), [choice("x.E"), choice("y.E")], "A", { "y.E": "A" }],
    ["the same full name of a fixed", raw("y.F"), [raw("x.F"), raw("y.F")], bytes, { "y.F": bytes }],
    ["the same full name of a logical type", money("y.F"), [money("x.F"), money("y.F")], "1.50", { "y.F": "1.50" }],
    ["the first of two with the unqualified name", record("z.R"), [record("x.R"), record("y.R")], { a: 1 }, { "x.R": { a: 1 } }],
    ["the first that resolves", record("z.R"), [needy("x.R"), record("y.R")], { a: 1 }, { "y.R": { a: 1 } }],
    ["one of the same kind", choice("x.N"), [record("x.N"), choice("y.N")], "A", "A"],
  ])("is %s", (_name, written, union, value, expected) => {
    expect(across(holding(written), holding(union), { v: value })).toStrictEqual({ v: expected });
    expect(across(holding(["null", written]), holding(union), { v: value })).toStrictEqual({ v: expected });
  });

  it("is found for each of two writer's branches with one unqualified name", () => {
    const union = ["null", record("x.R"), record("y.R")];
    const turned = [record("y.R"), record("x.R"), "null"];
    for (const v of [null, { "x.R": { a: 1 } }, { "y.R": { a: 2 } }]) {
      expect(across(holding(union), holding(turned), { v })).toStrictEqual({ v });
    }
  });

  it("is none where the same full name does not resolve", () => {
    const attempt = () => across(holding(record("x.R")), holding([needy("x.R"), record("y.R")]), { v: { a: 1 } });
    expect(attempt).toThrow(/DECODE_INVALID/);
  });
});
