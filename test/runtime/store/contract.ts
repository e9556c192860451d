import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../../runtime/store/store.js";

/** What every store must do alike. `open` gives a store on an empty or disposable database. */
export function storeContract(name: string, open: () => Store | Promise<Store>, traits: { readonly sessions: "one" | "many" }): void {
  describe(`store contract: ${name}`, () => {
    let store: Store;

    beforeAll(async () => {
      store = await open();
      await store.migrate();
      await store.query("drop table if exists contract_probe");
      await store.query("create table contract_probe (id text primary key, n int8, doc jsonb, bytes bytea, at timestamptz, tags text[])");
    });
    beforeEach(async () => {
      await store.query("delete from contract_probe");
    });
    afterAll(async () => {
      await store.query("drop table contract_probe");
      await store.close();
    });

    const ids = async () => (await store.query<{ id: string }>("select id from contract_probe order by id")).rows.map((row) => row.id);
    const put = "insert into contract_probe (id) values ($1)";

    it("migrates again without a change, also several times at once", async () => {
      await Promise.all([store.migrate(), store.migrate(), store.migrate()]);
      const { rows } = await store.query<{ id: string }>("select id from eventwright_migration order by id");
      expect(rows.map((row) => row.id)).toEqual(["0001-inbox", "0002-projection"]);
    });

    it("reads and writes values alike", async () => {
      const bytes = new Uint8Array([0, 1, 254, 255]);
      await store.query("insert into contract_probe values ($1, $2::int8, $3::jsonb, $4, $5::timestamptz, $6)", [
        "a'\"\\b",
        "9007199254740993",
        JSON.stringify([{ a: "é" }, 1]),
        bytes,
        "2026-01-02T03:04:05.678Z",
        ["x,y", 'q"\\', ""],
      ]);
      const { rows } = await store.query(
        "select id, n, n::text as t, doc, bytes, at, tags, at::date as d, 1.50::numeric as m from contract_probe",
      );
      expect(rows).toEqual([
        {
          id: "a'\"\\b",
          n: "9007199254740993",
          t: "9007199254740993",
          doc: [{ a: "é" }, 1],
          bytes,
          at: new Date("2026-01-02T03:04:05.678Z"),
          tags: ["x,y", 'q"\\', ""],
          d: "2026-01-02",
          m: "1.50",
        },
      ]);
      expect(Object.getPrototypeOf(rows[0]?.bytes)).toBe(Uint8Array.prototype);
    });

    it("takes numbers, booleans and null where the statement wants them", async () => {
      const { rows } = await store.query(
        "select $1::int as i, $2::float8 as f, $3::bool as b, $4::text as s, $5::bytea as y, $6::int8 as l",
        [7, 1.5, false, null, new Uint8Array(), 42],
      );
      expect(rows).toEqual([{ i: 7, f: 1.5, b: false, s: null, y: new Uint8Array(), l: "42" }]);
    });

    it("counts rows inserted, updated and deleted, and none for a select", async () => {
      expect((await store.query("insert into contract_probe (id) select 'r' || i from generate_series(1, 3) i")).affected).toBe(3);
      expect((await store.query(`${put} on conflict do nothing`, ["r1"])).affected).toBe(0);
      expect((await store.query("update contract_probe set n = 1 where id <> 'r1'")).affected).toBe(2);
      expect((await store.query("select * from contract_probe")).affected).toBe(0);
      expect((await store.query("delete from contract_probe")).affected).toBe(3);
    });

    it("commits what resolves and rolls back what rejects", async () => {
      expect(
        await store.transaction(async (tx) => {
          await tx.query(put, ["kept"]);
          return 5;
        }),
      ).toBe(5);
      const failure = new Error("handler");
      await expect(
        store.transaction(async (tx) => {
          await tx.query(put, ["gone"]);
          throw failure;
        }),
      ).rejects.toBe(failure);
      expect(await ids()).toEqual(["kept"]);
    });

    it("passes an error of SQL through with its SQLSTATE", async () => {
      await store.query(put, ["a"]);
      await expect(store.query(put, ["a"])).rejects.toMatchObject({ code: "23505" });
      await expect(store.transaction((tx) => tx.query("select * from nowhere"))).rejects.toMatchObject({ code: "42P01" });
      expect(await ids()).toEqual(["a"]);
    });

    it("says so when an error inside was passed over and nothing was committed", async () => {
      const lost = store.transaction(async (tx) => {
        await tx.query(put, ["lost"]);
        await tx.query("select * from nowhere").catch(() => undefined);
      });
      await expect(lost).rejects.toMatchObject({ code: "STORE_MISUSED" });
      expect(await ids()).toEqual([]);
    });

    it("refuses at once to be used inside its own transaction", async () => {
      const inside = (act: () => Promise<unknown>) => store.transaction(async () => void (await act()));
      await expect(inside(() => store.query("select 1"))).rejects.toMatchObject({ code: "STORE_MISUSED" });
      await expect(inside(() => store.transaction(async () => 1))).rejects.toMatchObject({ code: "STORE_MISUSED" });
      await expect(inside(() => store.migrate())).rejects.toMatchObject({ code: "STORE_MISUSED" });
      expect((await store.query<{ one: number }>("select 1 as one")).rows).toEqual([{ one: 1 }]);
    });

    it("refuses a transaction that is over, and is usable again in what outlives it", async () => {
      let later: Promise<unknown> = Promise.resolve();
      let query: () => Promise<unknown> = async () => undefined;
      await store.transaction(async (tx) => {
        query = () => tx.query("select 1");
        later = new Promise((done) => setTimeout(done, 20)).then(() => store.query("select 2 as two"));
      });
      await expect(query()).rejects.toMatchObject({ code: "STORE_MISUSED" });
      expect(await later).toMatchObject({ rows: [{ two: 2 }] });
    });

    it("runs statements of one transaction one after the other, also when asked at once", async () => {
      await store.transaction(async (tx) => {
        await Promise.all(["a", "b", "c"].map((id) => tx.query(put, [id])));
      });
      expect(await ids()).toEqual(["a", "b", "c"]);
    });

    it("rolls back on an abort, without waiting for work that hangs", async () => {
      const stop = new AbortController();
      const reason = new Error("partition lost");
      const hanging = store.transaction(
        async (tx) => {
          await tx.query(put, ["zombie"]);
          stop.abort(reason);
          await new Promise(() => undefined);
        },
        { signal: stop.signal },
      );
      await expect(hanging).rejects.toBe(reason);
      expect(await ids()).toEqual([]);
      await expect(store.transaction(async () => 1, { signal: stop.signal })).rejects.toBe(reason);
    });

    it("does not commit work that finished although it was aborted", async () => {
      const stop = new AbortController();
      const finished = store.transaction(
        async (tx) => {
          await tx.query(put, ["late"]);
          stop.abort();
        },
        { signal: stop.signal },
      );
      await expect(finished).rejects.toMatchObject({ name: "AbortError" });
      expect(await ids()).toEqual([]);
    });

    it("lets one of two claims for the same row win", async () => {
      const claim = () => store.transaction((tx) => tx.query(`${put} on conflict do nothing`, ["claim"]));
      const results = await Promise.all([claim(), claim(), claim()]);
      expect(results.map((result) => result.affected).sort()).toEqual([0, 0, 1]);
    });

    it("loses no update of a locked row", async () => {
      await store.query("insert into contract_probe (id, n) values ('count', 0)");
      const add = () =>
        store.transaction(async (tx) => {
          const { rows } = await tx.query<{ n: string }>("select n::text as n from contract_probe where id = 'count' for update");
          await tx.query("update contract_probe set n = $1::int8 where id = 'count'", [String(Number(rows[0]?.n) + 1)]);
        });
      await Promise.all(Array.from({ length: 12 }, add));
      expect((await store.query("select n::text as n from contract_probe where id = 'count'")).rows).toEqual([{ n: "12" }]);
    });

    it.runIf(traits.sessions === "many")("gives up a row that another transaction holds on to", async () => {
      await store.query(put, ["held"]);
      let free = () => {};
      const held = new Promise<void>((done) => {
        free = done;
      });
      let locked = () => {};
      const ready = new Promise<void>((done) => {
        locked = done;
      });
      const zombie = store.transaction(async (tx) => {
        await tx.query("select 1 from contract_probe where id = 'held' for update");
        locked();
        await held;
      });
      await ready;
      await expect(store.query("update contract_probe set n = 1 where id = 'held'")).rejects.toMatchObject({ code: "55P03" });
      free();
      await zombie;
    });
  });

  it(`${name}: a closed store says so`, async () => {
    const store = await open();
    await store.close();
    await store.close();
    await expect(store.query("select 1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });
}
