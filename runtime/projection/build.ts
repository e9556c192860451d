import type { Store, Tx } from "../store/store.js";

/** A projection version's key in all tables. */
export interface ProjectionKey {
  readonly name: string;
  readonly version: number;
}

/** One filling of a projection version. */
export interface Build extends ProjectionKey {
  /** bigint as text. */
  readonly build: string;
}

/** Enters the projection version, once; its first build is active. */
export async function enterProjection(store: Store, { name, version }: ProjectionKey): Promise<void> {
  await store.query(
    "insert into eventwright_projection (name, version, active_build, last_build) values ($1, $2, 1, 1) on conflict do nothing",
    [name, version],
  );
}

/** Begins a build beside the active one; whatever earlier rebuilds left behind is removed, and one that still runs elsewhere loses its place. */
export async function beginBuild(store: Store, { name, version }: ProjectionKey): Promise<Build> {
  return await store.transaction(async (tx) => {
    const { rows } = await tx.query<{ build: string }>(
      `update eventwright_projection set last_build = last_build + 1, filling_build = last_build + 1
       where name = $1 and version = $2 returning last_build::text as build`,
      [name, version],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`projection ${name} is not entered`);
    await removeInactive(tx, { name, version });
    return { name, version, build: row.build };
  });
}

/** Holds the build against a rebuild that comes after it; false: that has already happened. With "update" live folding waits as well. */
export async function holdBuild(tx: Tx, { name, version, build }: Build, mode: "share" | "update"): Promise<boolean> {
  const { rows } = await tx.query<{ filling: string | null }>(
    `select filling_build::text as filling from eventwright_projection where name = $1 and version = $2 for ${mode}`,
    [name, version],
  );
  return rows[0]?.filling === build;
}

/** From the commit on, the build is what is read and folded into. */
export async function activate(tx: Tx, { name, version, build }: Build): Promise<void> {
  await tx.query(
    `update eventwright_projection set active_build = $3::bigint, filling_build = null, switched_at = now() where name = $1 and version = $2`,
    [name, version, build],
  );
}

/** Removes the rows of all builds but the active and the filling one. */
export async function removeInactive(tx: Pick<Tx, "query">, { name, version }: ProjectionKey): Promise<void> {
  for (const table of ["state", "checkpoint", "journal"]) {
    await tx.query(
      `delete from eventwright_projection_${table} t using eventwright_projection p
       where t.projection = $1 and t.version = $2 and p.name = t.projection and p.version = t.version
         and t.build <> p.active_build and t.build is distinct from p.filling_build`,
      [name, version],
    );
  }
}
