import { execFile } from "node:child_process";
import { chown, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePorts } from "../../contracts/brokers/free-port.js";
import { spawnGuarded } from "../../contracts/brokers/guarded-child.js";

const run = promisify(execFile);

/** A temporary PostgreSQL cluster of the newest server that the machine has; nothing in it is durable. */
export async function startPostgres(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const bin = await findServer();
  const user = await serverUser();
  const folder = await mkdtemp(join(tmpdir(), "eventwright-postgres-"));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const clean = () => rm(folder, { recursive: true, force: true });
  try {
    const data = join(folder, "data");
    await run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], {
      ...user,
      cwd: folder,
    });
    const [port = 0] = await freePorts(1);
    const args = ["-D", data, "-p", String(port), "-k", folder, ...settings.flatMap((setting) => ["-c", setting])];
    const child = spawnGuarded({
      command: join(bin, "postgres"),
      args,
      log: join(folder, "postgres.log"),
      cwd: folder,
      ...(user === undefined ? {} : { user }),
    });
    await untilAnswering(port, async () => (child.running ? undefined : await child.tail()));
    return {
      address: `postgres://postgres@127.0.0.1:${port}/postgres`,
      async stop() {
        // SIGTERM would wait for every client to leave.
        await child.kill();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

const settings = [
  "listen_addresses=127.0.0.1",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=100",
  "shared_buffers=32MB",
];

async function findServer(): Promise<string> {
  const base = "/usr/lib/postgresql";
  const versions = (await readdir(base).catch(() => [])).sort((a, b) => Number(b) - Number(a));
  const folders = [
    ...versions.map((version) => join(base, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter).filter((path) => path !== ""),
  ];
  for (const folder of folders) {
    const both = await Promise.all(["initdb", "postgres"].map((name) => stat(join(folder, name)).catch(() => undefined)));
    if (both.every((file) => file?.isFile())) return folder;
  }
  throw new Error(`no PostgreSQL server found (no initdb below ${base} or on the PATH)`);
}

/** PostgreSQL refuses to run as root, so root hands it to the user that packages make for it. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout.trim());
  return { uid: await id("-u"), gid: await id("-g") };
}

async function untilAnswering(port: number, failure: () => Promise<string | undefined>): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const said = await failure();
    if (said !== undefined) throw new Error(`PostgreSQL ended: ${said}`);
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("PostgreSQL did not answer within 20 s");
}

/** Asks for TLS, the shortest question of the protocol: a server that takes connections says S or N. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.on("data", (bytes) => {
      resolve(bytes[0] === 0x53 || bytes[0] === 0x4e);
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
  });
}
