import { connect, createServer, type Socket } from "node:net";
import { afterAll, describe, expect, inject, it } from "vitest";
import { postgresStore } from "../../../runtime/store/postgres.js";
import { freshDatabase } from "../../real/database.js";
import { storeContract } from "./contract.js";

const url = inject("postgres");

describe.skipIf(url === undefined)("on a PostgreSQL server", () => {
  const server = url ?? "postgres://127.0.0.1:1/none";
  const schema = `store_${process.pid}`;

  storeContract("postgres", () => postgresStore({ url: server, schema, lockTimeoutMs: 300 }), { sessions: "many" });

  afterAll(async () => {
    const store = postgresStore({ url: server });
    await store.query(`drop schema if exists ${schema} cascade`);
    await store.close();
  });

  it("migrates from several processes' pools at once", async () => {
    const database = await freshDatabase(server);
    const stores = Array.from({ length: 4 }, () => postgresStore({ url: database }));
    await Promise.all(stores.map((store) => store.migrate()));
    const { rows } = await postgresRows(database, "select id from eventwright_migration order by id");
    expect(rows).toEqual([{ id: "0001-inbox" }, { id: "0002-projection" }]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("a connection that breaks is STORE_UNAVAILABLE, and the next call has a new one", async () => {
    const store = postgresStore({ url: server });
    const killed = store.transaction(async (tx) => {
      const { rows } = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
      await postgresRows(server, `select pg_terminate_backend(${rows[0]?.pid})`);
      await tx.query("select 1");
    });
    await expect(killed).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect((await store.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await store.close();
  });

  it("survives the loss of idle connections", async () => {
    const store = postgresStore({ url: server });
    const { rows } = await store.query<{ pid: number }>("select pg_backend_pid() as pid");
    await postgresRows(server, `select pg_terminate_backend(${rows[0]?.pid})`);
    await expect.poll(() => store.query("select 1 as one").catch(() => undefined)).toMatchObject({ rows: [{ one: 1 }] });
    await store.close();
  });

  it("a server that stops answering is STORE_UNAVAILABLE after a bounded wait", async () => {
    const wall = await silentProxy(server);
    const store = postgresStore({ url: wall.url, queryTimeoutMs: 300 });
    expect((await store.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    wall.silence();
    await expect(store.query("select 1")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    wall.end();
    await store.close();
  });
});

async function postgresRows(url: string, sql: string) {
  const store = postgresStore({ url });
  try {
    return await store.query(sql);
  } finally {
    await store.close();
  }
}

/** Passes bytes on until it is silenced; then connections stay open and say nothing. */
async function silentProxy(target: string) {
  const { hostname, port } = new URL(target);
  const sockets: Socket[] = [];
  let quiet = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    sockets.push(client, upstream);
    client.on("data", (bytes) => void (quiet || upstream.write(bytes)));
    upstream.on("data", (bytes) => void (quiet || client.write(bytes)));
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = new URL(target);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    silence: () => {
      quiet = true;
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
