import { expect, it } from "vitest";
import { postgresStore } from "../../../runtime/store/postgres.js";

it("a server that is not there is STORE_UNAVAILABLE, and no message holds the password", async () => {
  const store = postgresStore({ url: "postgres://shop:s3cret@127.0.0.1:1/orders" });
  expect(store.name).toBe("postgres 127.0.0.1:1/orders");
  const failure = await store.query("select 1").catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(String(failure)).not.toContain("s3cret");
  await store.close();
});

it("a URL that is none is refused without repeating it", () => {
  expect(() => postgresStore({ url: "shop:s3cret" as string })).not.toThrow(/s3cret/);
  expect(() => postgresStore({ url: "//s3cret" })).toThrow(/STORE_UNAVAILABLE/);
});
