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

it.each(["shop:s3cret", "//s3cret", "http://shop:s3cret@127.0.0.1/orders", ""])("%s is refused as a URL, without repeating it", (url) => {
  const message = String(refusalOf(url));
  expect(message).toContain("STORE_UNAVAILABLE");
  expect(message).not.toContain("s3cret");
});

function refusalOf(url: string): unknown {
  try {
    return postgresStore({ url });
  } catch (error) {
    return error;
  }
}
