import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EventwrightError } from "../../runtime/errors.js";
import { clusterId, serverProperties } from "./apache-config.js";
import { type KafkaJars, kafkaJars } from "./apache-jars.js";
import { cached, cacheFolder } from "./cache.js";
import { freePorts } from "./free-port.js";
import { spawnGuarded } from "./guarded-child.js";
import { findJava, type Java } from "./java.js";
import { untilReady } from "./readiness.js";

const run = promisify(execFile);
const oldestJava = 17;
const jvmFlags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Djava.net.preferIPv4Stack=true"];

/** All that a start needs and that is the same for every start. */
export interface Installation {
  readonly version: string;
  /** A formatted data folder, to be copied. */
  readonly template: string;
  readonly command: { readonly java: string; readonly args: readonly string[] };
}

/** Finds Java and the jars, and makes template and class archive where the cache lacks them. @throws EventwrightError BROKER_START_FAILED. */
export async function prepareApache(options: {
  readonly javaHome?: string;
  readonly progress?: (line: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}): Promise<Installation> {
  const env = options.env ?? process.env;
  const progress = options.progress ?? (() => {});
  const java = await javaOf(options.javaHome, env);
  const cache = cacheFolder(env);
  const { signal } = options;
  const jars = await kafkaJars({ cache, java, env, progress, signal });
  const classpath = join(jars.folder, "*");
  const template = await cached(join(cache, `kafka-${jars.version}`, "template"), (temporary) =>
    format(java, classpath, temporary, signal),
  );
  const archive = await classArchive({ java, jars, template, cache, progress, signal });
  return {
    version: jars.version,
    template,
    command: {
      java: java.path,
      args: [...jvmFlags, ...(archive === undefined ? [] : [`-XX:SharedArchiveFile=${archive}`]), "-Xshare:auto", "-cp", classpath],
    },
  };
}

async function javaOf(home: string | undefined, env: Readonly<Record<string, string | undefined>>): Promise<Java> {
  const found = await findJava(oldestJava, { ...(home === undefined ? {} : { home }), env });
  if (found.java !== undefined) return found.java;
  throw new EventwrightError("BROKER_START_FAILED", {
    detail: `Apache Kafka needs Java ${oldestJava} or newer; ${found.tried.length === 0 ? "no Java was found" : `found only ${found.tried.join(", ")}`}`,
    hint: "install a JDK and set JAVA_HOME, or use `--broker mokapi`",
  });
}

async function format(java: Java, classpath: string, into: string, signal: AbortSignal | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-format-"));
  try {
    const config = join(folder, "server.properties");
    const data = join(folder, "data");
    // A static voter list keeps the ports out of the formatted folder, so that a copy fits any of them.
    await writeFile(config, serverProperties({ data, port: 1, controllerPort: 2 }));
    await run(java.path, [...jvmFlags, "-cp", classpath, "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", config], {
      timeout: 60_000,
      signal,
    });
    await cp(data, into, { recursive: true });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new EventwrightError("BROKER_START_FAILED", {
      detail: `Apache Kafka's data folder could not be formatted: ${String(cause)}`,
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loaded classes kept from one run: 1.2 s instead of 3 s for each start. A broker without it works as well, so a failure here is none. */
async function classArchive(options: {
  readonly java: Java;
  readonly jars: KafkaJars;
  readonly template: string;
  readonly cache: string;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}): Promise<string | undefined> {
  const { java, jars } = options;
  const key = createHash("sha256").update(`${java.path}\n${java.version}\n${jars.folder}`).digest("hex").slice(0, 12);
  try {
    return await cached(join(options.cache, `kafka-${jars.version}`, `classes-${key}.jsa`), async (temporary) => {
      options.progress("preparing Apache Kafka's class archive (some seconds, once)");
      await recordClasses({ java, classpath: join(jars.folder, "*"), template: options.template, signal: options.signal }, temporary);
    });
  } catch {
    options.signal?.throwIfAborted();
    return undefined;
  }
}

async function recordClasses(
  of: { readonly java: Java; readonly classpath: string; readonly template: string; readonly signal: AbortSignal | undefined },
  archive: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-archive-"));
  try {
    const [port = 0, controllerPort = 0] = await freePorts(2);
    const data = join(folder, "data");
    await cp(of.template, data, { recursive: true });
    const config = join(folder, "server.properties");
    await writeFile(config, serverProperties({ data, port, controllerPort }));
    const args = [...jvmFlags, `-XX:ArchiveClassesAtExit=${archive}`, "-cp", of.classpath, "kafka.Kafka", config];
    const child = spawnGuarded({ command: of.java.path, args, log: join(folder, "kafka.log"), cwd: folder, scratch: folder });
    await untilReady({
      child,
      name: "Apache Kafka",
      bootstrap: `127.0.0.1:${port}`,
      isOurs: (metadata) => metadata.controllerId >= 0,
      timeoutMs: 60_000,
      signal: of.signal,
    });
    await child.stop(60_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
