import { describe, expect, it } from "vitest";
import { type MemberClaim, partitionKey, planAssignment } from "../../../runtime/transport/assignment.js";

const counts = new Map([["t", 6]]);

function claim(id: string, partitions: readonly number[] = [], generation = 1, topics = ["t"]): MemberClaim {
  return { id, topics, owned: partitions.map((partition) => ({ topic: "t", partition })), generation };
}

function plan(claims: readonly MemberClaim[], of: ReadonlyMap<string, number> = counts): Record<string, string> {
  return Object.fromEntries([...planAssignment(claims, of)].map(([id, list]) => [id, list.map(partitionKey).sort().join(" ")]));
}

describe("planAssignment", () => {
  it("spreads evenly, whatever the order of members", () => {
    const expected = { a: "t/0 t/2 t/4", b: "t/1 t/3 t/5" };
    expect(plan([claim("a"), claim("b")])).toEqual(expected);
    expect(plan([claim("b"), claim("a")])).toEqual(expected);
  });

  it("moves only what a newcomer needs", () => {
    expect(plan([claim("a", [0, 1, 2, 3, 4, 5]), claim("b")])).toEqual({ a: "t/0 t/1 t/2", b: "t/3 t/4 t/5" });
    expect(plan([claim("a", [0, 1, 2]), claim("b", [3, 4, 5]), claim("c")])).toEqual({ a: "t/0 t/1", b: "t/3 t/4", c: "t/2 t/5" });
  });

  it("gives a leaver's partitions away and leaves the others alone", () => {
    expect(plan([claim("a", [0, 1]), claim("c", [2, 5])])).toEqual({ a: "t/0 t/1 t/3", c: "t/2 t/4 t/5" });
  });

  it("believes the later of two claims", () => {
    expect(plan([claim("old", [0, 1, 2], 3), claim("new", [0, 1, 2], 4)])).toEqual({ new: "t/0 t/1 t/2", old: "t/3 t/4 t/5" });
  });

  it("forgets partitions that are gone, and topics the member no longer wants", () => {
    expect(plan([claim("a", [0, 9])], new Map([["t", 1]]))).toEqual({ a: "t/0" });
    expect(plan([claim("a", [0], 1, ["u"]), claim("b")], new Map([["t", 1]]))).toEqual({ a: "", b: "t/0" });
  });

  it("has idle members when there are more of them than partitions", () => {
    expect(plan([claim("a"), claim("b"), claim("c")], new Map([["t", 2]]))).toEqual({ a: "t/0", b: "t/1", c: "" });
  });

  it("assigns nothing of a topic nobody wants", () => {
    expect(plan([claim("a", [], 1, ["u"])])).toEqual({ a: "" });
  });
});
