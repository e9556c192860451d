import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { EventwrightError } from "../../runtime/errors.js";
import { cached } from "./cache.js";
import type { Java } from "./java.js";

const run = promisify(execFile);
const kafkaVersion = "4.4.0";
const log4jVersion = "2.25.5";
const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1";

/** Apache Kafka's classes on disk. */
export interface KafkaJars {
  readonly folder: string;
  readonly version: string;
}

/** The jars of KAFKA_HOME when it is set, else those of Maven Central, resolved once into the cache. @throws EventwrightError BROKER_START_FAILED. */
export async function kafkaJars(options: {
  readonly cache: string;
  readonly java: Java;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}): Promise<KafkaJars> {
  const home = options.env.KAFKA_HOME;
  if (home !== undefined && home !== "") return fromHome(home);
  const folder = await cached(join(options.cache, `kafka-${kafkaVersion}`, "libs"), async (temporary) => {
    options.progress(`fetching Apache Kafka ${kafkaVersion} from Maven Central (43 MB, once)`);
    await resolveByMaven(temporary, options);
  });
  return { folder, version: kafkaVersion };
}

async function fromHome(home: string): Promise<KafkaJars> {
  const folder = join(home, "libs");
  const names = await readdir(folder).catch(() => []);
  const version = names
    .map((name) => /^kafka_2\.\d+-(.+)\.jar$/.exec(name)?.[1])
    .find((found) => found !== undefined && /^\d[\d.]*$/.test(found));
  if (version !== undefined) return { folder, version };
  throw new EventwrightError("BROKER_START_FAILED", {
    detail: `KAFKA_HOME is set, but there is no libs/kafka_2.13-<version>.jar below ${home}`,
    hint: "set KAFKA_HOME to an unpacked Apache Kafka, or unset it to have the jars fetched by Maven",
  });
}

async function resolveByMaven(
  into: string,
  from: { readonly java: Java; readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eventwright-maven-"));
  try {
    await mkdir(into, { recursive: true });
    await writeFile(join(folder, "pom.xml"), pom());
    const args = [
      "-q",
      "-B",
      "-f",
      join(folder, "pom.xml"),
      `${plugin}:copy-dependencies`,
      `-DoutputDirectory=${into}`,
      "-DincludeScope=runtime",
    ];
    await run("mvn", args, {
      cwd: folder,
      timeout: 300_000,
      signal: from.signal,
      env: { ...from.env, JAVA_HOME: dirname(dirname(from.java.path)) },
    });
  } catch (error) {
    from.signal?.throwIfAborted();
    throw mavenFailure(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mavenFailure(cause: unknown): EventwrightError {
  const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  const said =
    typeof cause === "object" && cause !== null && "stdout" in cause
      ? String(cause.stdout).split("\n").slice(0, 4).join("\n")
      : String(cause);
  return new EventwrightError("BROKER_START_FAILED", {
    detail: missing
      ? "KAFKA_HOME is not set and Maven (`mvn`) is not on the PATH, so Apache Kafka can't be had"
      : `Maven could not fetch Apache Kafka: ${said}`,
    hint: "set KAFKA_HOME to an unpacked Apache Kafka, or use `--broker mokapi`",
    cause,
  });
}

function pom(): string {
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>eventwright</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    ${dependency("org.apache.kafka", "kafka_2.13", kafkaVersion)}
    ${dependency("org.apache.logging.log4j", "log4j-slf4j-impl", log4jVersion)}
  </dependencies>
</project>
`;
}
