import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventwrightError } from "../../runtime/errors.js";
import type { NewTopic } from "../../runtime/index.js";
import type { Broker, BrokerCapabilities, BrokerTuning } from "./broker.js";
import { freePorts, requireFree } from "./free-port.js";
import { spawnGuarded } from "./guarded-child.js";
import { untilReady } from "./readiness.js";

/** What mokapi can't be asked for. Values above 32 KiB can wedge a partition after they were acknowledged, and gzip is lost. */
const mokapiCapabilities: BrokerCapabilities = {
  leaveGroup: false,
  transactions: false,
  offsetFetchAdmin: false,
  offsetsByTime: false,
  deleteTopic: false,
  compression: false,
  nullVsEmpty: false,
  fencing: false,
  maxValueBytes: 32 * 1024,
};

// It gives members 300 ms to come back in a rebalance; whoever has not heard of it by then is left behind.
const mokapiTuning: BrokerTuning = { heartbeatIntervalMs: 150 };

/**
 * Starts go-mokapi from npm: Kafka's protocol in about 0.1 s, in memory only.
 * It listens on every interface of the machine, whatever host it is given; the address it is reached by here is the loopback one.
 * @throws EventwrightError BROKER_START_FAILED.
 */
export async function startMokapi(
  options: { readonly topics?: readonly NewTopic[]; readonly port?: number; readonly signal?: AbortSignal } = {},
): Promise<Broker> {
  const { binary, version } = findMokapi();
  if (options.port !== undefined) await requireFree(options.port);
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "eventwright-mokapi-"));
  const port = options.port ?? (await freePorts(1))[0] ?? 0;
  const bootstrap = `127.0.0.1:${port}`;
  const clusterId = `eventwright-${randomBytes(6).toString("hex")}`;
  // In its own empty folder, since it watches and reloads whatever lies beside its configuration.
  const child = spawnGuarded({
    command: binary,
    args: mokapiFlags(clusterId, port, options.topics ?? []),
    // On two threads, answers to two readers of one record share its read position: about one value in 200 arrives cut off.
    env: { GOMAXPROCS: "1", GODEBUG: "asyncpreemptoff=1" },
    log: join(folder, "mokapi.log"),
    cwd: folder,
    scratch: folder,
  });
  const clean = () => rm(folder, { recursive: true, force: true });
  try {
    const isOurs = (metadata: { readonly clusterId: string | null }) => metadata.clusterId === clusterId;
    await untilReady({ child, name: `mokapi ${version}`, bootstrap, isOurs, timeoutMs: 10_000, signal: options.signal });
  } catch (error) {
    await clean();
    throw error;
  }
  return {
    kind: "mokapi",
    version,
    bootstrap,
    capabilities: mokapiCapabilities,
    tuning: mokapiTuning,
    startedInMs: Math.round(performance.now() - began),
    async stop() {
      await child.stop(2_000);
      await clean().catch(() => {});
    },
  };
}

function mokapiFlags(clusterId: string, port: number, topics: readonly NewTopic[]): string[] {
  const channels = Object.fromEntries(
    topics.map((topic) => [topic.name, { address: topic.name, bindings: { kafka: { partitions: topic.partitions } } }]),
  );
  const config = {
    asyncapi: "3.0.0",
    info: { title: clusterId, version: "1" },
    servers: {
      local: {
        host: `127.0.0.1:${port}`,
        protocol: "kafka",
        // Its defaults let idle members split a group and notice a leaver after the whole session only.
        bindings: { kafka: { "group.initial.rebalance.delay.ms": 300, "group.min.session.timeout.ms": 1000 } },
      },
    },
    channels,
  };
  return [
    "--api-port=0",
    "--api-dashboard=false",
    "--api-search-enabled=false",
    "--health-enabled=false",
    "--mcp-server-enabled=false",
    `--config=${JSON.stringify(config)}`,
  ];
}

function findMokapi(): { binary: string; version: string } {
  const require = createRequire(import.meta.url);
  const part = `@go-mokapi/${process.platform}-${process.arch}`;
  const tried = [`go-mokapi`, part];
  try {
    const from = createRequire(require.resolve("go-mokapi/package.json"));
    const manifest: unknown = from(`${part}/package.json`);
    const binary: unknown = from(part);
    if (typeof binary === "string" && existsSync(binary)) return { binary, version: versionOf(manifest) };
  } catch {
    // Said below, with what was tried.
  }
  throw new EventwrightError("BROKER_START_FAILED", {
    detail: `mokapi is not installed for ${process.platform}/${process.arch} (looked for the npm packages ${tried.join(" and ")})`,
    hint: "run `npm install go-mokapi`, or use `--broker apache` or `--bootstrap host:port`",
  });
}

function versionOf(manifest: unknown): string {
  if (typeof manifest !== "object" || manifest === null || !("version" in manifest)) return "unknown";
  return String(manifest.version);
}
