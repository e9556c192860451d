import { randomUUID } from "node:crypto";
import pg from "pg";

/** A new database on the test server, so that no test sees another's rows; ends with the server. */
export async function freshDatabase(url: string): Promise<string> {
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const fresh = new URL(url);
  fresh.pathname = `/${name}`;
  return fresh.href;
}
