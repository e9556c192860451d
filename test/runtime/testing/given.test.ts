import { describe, expect, it } from "vitest";
import { given } from "../../../runtime/testing/index.js";
import { balances } from "../projection/bank.js";

const at = new Date(0);
const deposit = (account: string, amount: number) => ({ name: "Deposited", data: { eventId: "", account, amount, at } }) as const;
const close = (account: string) => ({ name: "Closed", data: { eventId: "", account, at } }) as const;

describe("given, project, then", () => {
  it("folds the events to a state", () => {
    given([deposit("ann", 5), deposit("ann", 7)])
      .project(balances())
      .then({ total: 12, count: 2n, last: new Date(1_000) });
  });

  it("folds the same identity once, and takes what the test says", () => {
    given([
      { ...deposit("ann", 5), id: "e1", time: new Date(9) },
      { ...deposit("ann", 5), id: "e1", time: new Date(9) },
    ])
      .project(balances())
      .then({ total: 5, count: 1n, last: new Date(9) });
  });

  it("tells states apart by id", () => {
    const projected = given([deposit("ann", 5), deposit("bob", 1), close("ann")]).project(balances());
    projected.thenNothing("ann");
    projected.then({ total: 1, count: 1n, last: new Date(1_000) }, "bob");
    expect([...projected.states.keys()]).toEqual(["bob"]);
  });

  it("fails where the state is another, is missing, or is one of several", () => {
    const projected = given([deposit("ann", 5), deposit("bob", 1)]).project(balances());
    expect(() => projected.then({ total: 5, count: 1n, last: at })).toThrow("say which, ann, bob");
    expect(() => projected.then({ total: 6, count: 1n, last: at }, "ann")).toThrow();
    expect(() => projected.thenNothing()).toThrow();
    expect(() => given([]).project(balances()).then({ total: 0, count: 0n, last: at })).toThrow("no state");
  });

  it("refuses events that are not the projection's when it is compiled", () => {
    // @ts-expect-error the projection knows no such event
    const project = () => given([{ name: "Unknown", data: 1 }]).project(balances());
    expect(project).not.toThrow();
  });
});
