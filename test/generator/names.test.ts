import { describe, expect, test } from "vitest";
import { camel, distinctNames, fileStem, pascal, qualified, snake } from "../../generator/artifacts/names.js";

test.each([
  ["OrderCreated", "orderCreated"],
  ["HTTPRequest", "httpRequest"],
  ["order_line", "orderLine"],
  ["URL", "url"],
  ["__proto__", "proto"],
  ["1st", "_1st"],
])("camel %s → %s", (name, want) => {
  expect(camel(name)).toBe(want);
});

test.each([
  [pascal, "order-summary", "OrderSummary"],
  [qualified, "acme.orders.Money", "AcmeOrdersMoney"],
  [snake, "order-summary", "order_summary"],
  [fileStem, "OrderCreated", "order-created"],
  [fileStem, "../../etc/passwd", "etc-passwd"],
  [fileStem, "..", "_"],
  [fileStem, "a\u0000b\nc", "a-b-c"],
  [fileStem, "ЗаказОплачен", "заказ-оплачен"],
  [fileStem, "注文", "注文"],
  [fileStem, "e\u0301te\u0301", "\u00e9t\u00e9"],
  [fileStem, "a\u3164b\u200bc\u202ed", "a-b-c-d"],
])("%o of %s is %s", (change, name, want) => {
  expect(change(name)).toBe(want);
});

describe("distinctNames", () => {
  const money = { fullName: "acme.shared.Money", short: "Money", long: () => "AcmeSharedMoney" };
  const other = { fullName: "acme.other.Money", short: "Money", long: () => "AcmeOtherMoney" };

  test("keeps short names where nothing clashes", () => {
    expect([...distinctNames([money]).values()]).toEqual(["Money"]);
  });

  test("resolves a clash by namespace, whatever the order", () => {
    const names = distinctNames([money, other]);
    expect(Object.fromEntries(names)).toEqual({ "acme.shared.Money": "AcmeSharedMoney", "acme.other.Money": "AcmeOtherMoney" });
    expect(new Map([...distinctNames([other, money])].sort())).toEqual(new Map([...names].sort()));
  });

  test("lets the one that is at home keep its name", () => {
    expect(distinctNames([{ ...money, home: true }, other]).get("acme.shared.Money")).toBe("Money");
    expect(distinctNames([{ ...money, home: true }, other]).get("acme.other.Money")).toBe("AcmeOtherMoney");
  });

  test("never gives a name that is taken", () => {
    expect(distinctNames([money], new Set(["Money", "AcmeSharedMoney"])).get("acme.shared.Money")).toBe("acme_shared_Money");
  });

  test("tells names apart that differ in characters only that no identifier has", () => {
    const items = ["a.b c", "a.b-c"].map((fullName) => ({ fullName, short: "x", long: () => "y", verbatim: () => "z" }));
    expect(new Set(distinctNames(items).values()).size).toBe(2);
  });
});
