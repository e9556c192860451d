import { resolve } from "node:path";
import type { BrokerCapabilities, LocalStack, LocalStackOptions } from "../../contracts/index.js";
import { type CommandIo, defineCommand } from "../command.js";
import { settingFlags } from "../config/flags.js";
import { seconds } from "../report.js";
import { modelOf } from "./model-of.js";

interface DevArgs {
  readonly broker: "mokapi" | "apache";
  readonly bootstrap: string | undefined;
  readonly registryPort: number;
  readonly registryFile: string | undefined;
  readonly config: string | undefined;
  readonly schemas: string | undefined;
  readonly push: boolean;
}

/** `eventwright dev`: a broker and a registry on this machine, with the catalog's topics and schemas, until Ctrl-C. */
export const devCommand = defineCommand<DevArgs>({
  command: "dev",
  describe: "Run a local broker and schema registry with the catalog's topics and schemas, until Ctrl-C",
  builder: (argv) =>
    settingFlags(argv)
      .option("broker", { choices: ["mokapi", "apache"] as const, default: "mokapi" as const, describe: "which broker to start" })
      .option("bootstrap", { type: "string", describe: "use the broker at host:port and start none" })
      .option("registry-port", { type: "number", default: 8081, describe: "the registry's port; 0 for a free one" })
      .option("registry-file", { type: "string", describe: "keep the registry's state in this file" })
      .option("push", { type: "boolean", default: true, describe: "register the schemas; --no-push leaves the registry as it is" })
      .example("$0 dev", "mokapi and an empty registry on port 8081, with schemas/ on them")
      .example("$0 dev --broker apache --registry-file .eventwright/registry.json", "Apache Kafka, and ids that survive a restart")
      .example("$0 dev --bootstrap 127.0.0.1:9092 --registry-port 0", "a broker that runs already"),
  async handler(args, io) {
    const model = await modelOf(args, io);
    if (model === undefined) return 1;
    const { startLocalStack } = await import("../../contracts/index.js");
    const stack = await startLocalStack({ ...optionsOf(args, io), model }).catch((error: unknown) => {
      // Ctrl-C while it starts is no failure.
      if (io.signal.aborted) return undefined;
      throw error;
    });
    if (stack === undefined) return 0;
    try {
      announce(stack, io);
      await aborted(io.signal);
    } finally {
      await stack.stop();
    }
    io.err("stopped");
    return 0;
  },
});

function optionsOf(args: DevArgs, io: CommandIo): Omit<LocalStackOptions, "model"> {
  const file = args.registryFile === undefined ? {} : { file: resolve(io.cwd, args.registryFile) };
  return {
    broker: args.bootstrap === undefined ? { kind: args.broker } : { kind: "external", bootstrap: args.bootstrap },
    registry: { port: args.registryPort, ...file },
    push: args.push,
    progress: (line) => io.err(line),
    signal: io.signal,
  };
}

function announce(stack: LocalStack, io: CommandIo): void {
  const { broker, registry, topics, pushed } = stack;
  const count = (outcome: string) => pushed.filter((one) => one.outcome === outcome).length;
  io.out(`broker    ${broker.bootstrap}   ${broker.kind} ${broker.version}, ${seconds(broker.startedInMs)}`);
  io.out(`registry  ${registry.url}   ${count("registered")} schemas registered, ${count("present")} already there`);
  io.out(`topics    ${topics.map((topic) => `${topic.name} (${topic.partitions})`).join(" · ")}`);
  for (const one of pushed) if (one.outcome === "rejected") io.err(`rejected  ${one.subject} v${one.version}: ${one.reason}`);
  const lacks = lackOf(broker.capabilities);
  if (lacks.length > 0) io.out(`without   ${lacks.join(", ")} (--broker apache has them)`);
  if (broker.kind === "mokapi")
    io.out("note      mokapi listens on all network interfaces of this machine, and forgets everything when it stops");
  io.out("stop with Ctrl-C");
}

function lackOf(capabilities: BrokerCapabilities): string[] {
  const lacks = Object.entries(capabilities).flatMap(([name, has]) => (has === false ? [words.get(name) ?? name] : []));
  return capabilities.maxValueBytes < 1_000_000 ? [...lacks, `values over ${capabilities.maxValueBytes / 1024} KiB`] : lacks;
}

const words = new Map([
  ["leaveGroup", "leaving a group at once"],
  ["offsetFetchAdmin", "reading a group's offsets from outside"],
  ["offsetsByTime", "offsets by time"],
  ["deleteTopic", "deleting topics"],
  ["nullVsEmpty", "empty values (they become null)"],
  ["fencing", "fencing of old members"],
]);

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
