import { describe, expect, it } from "vitest";
import { defineJsonCodec } from "../../../runtime/index.js";

const base = { name: "acme.E", version: 1, fingerprint: "", writers: [] };
const schema = JSON.stringify({ type: "object", properties: { id: { type: "string" }, tags: { type: "object" } }, required: ["id"] });
const open = defineJsonCodec<object>({ ...base, schema });
const closed = defineJsonCodec<object>({ ...base, schema, contentModel: "closed-producer" });

describe("the codec of a closed producer", () => {
  it("refuses to write what the schema does not declare, and reads it", () => {
    const event = { id: "1", more: true };
    expect(() => closed.encode(event)).toThrow(
      expect.objectContaining({ code: "ENCODE_INVALID", message: expect.stringContaining("more") }),
    );
    expect(closed.decode(open.encode(event))).toEqual(event);
  });

  it("writes what is declared, and into maps what anybody likes", () => {
    const event = { id: "1", tags: { a: 1 } };
    expect(closed.decode(closed.encode(event))).toEqual(event);
  });
});
