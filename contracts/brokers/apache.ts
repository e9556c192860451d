import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterId, serverProperties } from "./apache-config.js";
import { type Installation, prepareApache } from "./apache-install.js";
import type { Broker } from "./broker.js";
import { fullCapabilities } from "./external.js";
import { freePorts, requireFree, untilFree } from "./free-port.js";
import { type GuardedChild, spawnGuarded } from "./guarded-child.js";
import { untilReady } from "./readiness.js";

/** A local Apache Kafka that can also be made to fail. */
export interface ApacheBroker extends Broker {
  readonly kind: "apache";
  /** Ends it as a power cut would, by SIGKILL; data and ports stay its own. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data, after ending it if it still runs. */
  restart(): Promise<void>;
}

export interface ApacheOptions {
  /** Where its data is kept beyond `stop`; absent: a temporary folder that is removed. */
  readonly directory?: string;
  readonly javaHome?: string;
  /** Absent: a free one. */
  readonly port?: number;
  /** Hears of slow steps, e.g. the first download. */
  readonly progress?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Starts one node of Apache Kafka in KRaft mode, without Docker: about 1.5 s once the cache is filled. @throws EventwrightError BROKER_START_FAILED. */
export async function startApache(options: ApacheOptions = {}): Promise<ApacheBroker> {
  const installation = await prepareApache(options);
  const [free = 0, controllerPort = 0] = await freePorts(2);
  const port = options.port ?? free;
  if (options.port !== undefined) await requireFree(options.port);
  const folder = options.directory ?? (await mkdtemp(join(tmpdir(), "eventwright-kafka-")));
  const config = await layOut({ folder, port, controllerPort, template: installation.template });
  const node = { installation, folder, config, bootstrap: `127.0.0.1:${port}`, temporary: options.directory === undefined };
  const clean = () => (options.directory === undefined ? rm(folder, { recursive: true, force: true }) : Promise.resolve());
  const began = performance.now();
  try {
    const child = await launch(node, options.signal);
    return broker(node, child, { startedInMs: Math.round(performance.now() - began), ports: [port, controllerPort], clean });
  } catch (error) {
    await clean();
    throw error;
  }
}

interface Node {
  readonly installation: Installation;
  readonly folder: string;
  readonly config: string;
  readonly bootstrap: string;
  readonly temporary: boolean;
}

async function layOut(at: {
  readonly folder: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly template: string;
}): Promise<string> {
  const data = join(at.folder, "data");
  await mkdir(at.folder, { recursive: true });
  const formatted = await stat(join(data, "meta.properties")).catch(() => undefined);
  if (formatted === undefined) await cp(at.template, data, { recursive: true });
  const config = join(at.folder, "server.properties");
  await writeFile(config, serverProperties({ data, port: at.port, controllerPort: at.controllerPort }));
  return config;
}

async function launch(node: Node, signal?: AbortSignal): Promise<GuardedChild> {
  const { java, args } = node.installation.command;
  const child = spawnGuarded({
    command: java,
    args: [...args, "kafka.Kafka", node.config],
    log: join(node.folder, "kafka.log"),
    cwd: node.folder,
    ...(node.temporary ? { scratch: node.folder } : {}),
  });
  await untilReady({
    child,
    name: `Apache Kafka ${node.installation.version}`,
    bootstrap: node.bootstrap,
    isOurs: (metadata) => metadata.clusterId === clusterId && metadata.brokers.length > 0 && metadata.controllerId >= 0,
    timeoutMs: 60_000,
    signal,
  });
  return child;
}

function broker(
  node: Node,
  first: GuardedChild,
  facts: { readonly startedInMs: number; readonly ports: readonly number[]; readonly clean: () => Promise<void> },
): ApacheBroker {
  let child = first;
  const kill = async () => {
    await child.kill();
    await Promise.all(facts.ports.map((port) => untilFree(port)));
  };
  return {
    kind: "apache",
    version: node.installation.version,
    bootstrap: node.bootstrap,
    capabilities: fullCapabilities,
    tuning: {},
    startedInMs: facts.startedInMs,
    kill,
    async restart() {
      await kill();
      child = await launch(node);
    },
    async stop() {
      await child.stop(5_000);
      await facts.clean().catch(() => {});
    },
  };
}
