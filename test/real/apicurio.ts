import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { cached, cacheFolder } from "../../contracts/brokers/cache.js";
import { type GuardedChild, spawnGuarded } from "../../contracts/brokers/guarded-child.js";
import { findJava } from "../../contracts/brokers/java.js";

const run = promisify(execFile);
const version = "3.3.3";
const sha256 = "8bc6751c76d963734224b01d5e7f84ccb3cb61c87d3bd77c36c35f10a5cbed63";
const oldestJava = 21;

/** Apicurio Registry, a registry that is none of ours, with Confluent's default level; empty at every start. */
export async function startApicurio(
  options: { readonly progress?: (line: string) => void /** True: with its own default level, NONE. */; readonly asItComes?: boolean } = {},
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const found = await findJava(oldestJava);
  if (found.java === undefined)
    throw new Error(`no Java >= ${oldestJava} found${found.tried.length > 0 ? ` (${found.tried.join(", ")})` : ""}`);
  const app = await cached(join(cacheFolder(), `apicurio-${version}`), async (temporary) => {
    options.progress?.(`fetching Apicurio Registry ${version} from Maven Central (159 MB, once)`);
    await fetchApp(temporary);
  });
  const folder = await mkdtemp(join(tmpdir(), "eventwright-apicurio-"));
  const child = spawnGuarded({
    command: found.java.path,
    args: [...flags, "-jar", "quarkus-run.jar"],
    log: join(folder, "apicurio.log"),
    cwd: app,
  });
  const stop = async () => {
    await child.stop(5_000);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = `${await listening(child)}/apis/ccompat/v7`;
    if (options.asItComes !== true) await beLikeConfluent(address);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const flags = [
  "-Xmx512m",
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "-Dquarkus.http.host=127.0.0.1",
  "-Dquarkus.http.port=0",
  "-Dquarkus.management.host=127.0.0.1",
  "-Dquarkus.management.port=0",
  "-Dquarkus.http.access-log.enabled=false",
  "-Dapicurio.ccompat.max-subjects=100000",
];

async function fetchApp(into: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-maven-"));
  const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;
  const maven = (goal: string, ...rest: readonly string[]) =>
    run("mvn", ["-q", "-B", `org.apache.maven.plugins:maven-dependency-plugin:3.6.1:${goal}`, `-Dartifact=${artifact}`, ...rest], {
      cwd: folder,
      timeout: 300_000,
    });
  try {
    await maven("get", "-Dtransitive=false");
    await maven("copy", `-DoutputDirectory=${folder}`);
    const archive = (await readdir(folder)).find((name) => name.endsWith(".tar.gz"));
    if (archive === undefined) throw new Error(`Maven left no archive of ${artifact}`);
    await checkSum(join(folder, archive));
    const unpacked = `${into}.unpacked`;
    await mkdir(unpacked, { recursive: true });
    await run("tar", ["xzf", join(folder, archive), "-C", unpacked]);
    await rename(unpacked, into);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkSum(path: string): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const sum = hash.digest("hex");
  if (sum !== sha256) throw new Error(`the archive of Apicurio ${version} has SHA-256 ${sum}`);
}

async function listening(child: GuardedChild): Promise<string> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const url = /Listening on: (http:\/\/127\.0\.0\.1:\d+)/.exec(await child.tail(400))?.[1];
    if (url !== undefined) return url;
    if (!child.running) throw new Error(`Apicurio ended: ${await child.tail()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Apicurio did not listen within 60 s");
}

async function beLikeConfluent(address: string): Promise<void> {
  const response = await fetch(`${address}/config`, {
    method: "PUT",
    headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
    body: JSON.stringify({ compatibility: "BACKWARD" }),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`Apicurio answered ${response.status} to PUT /config`);
}
