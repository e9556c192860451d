/** The whole proof: clients, rules, bytes, wire and flows, in one report. */
import { resolve } from "node:path";
import type { EventModel } from "../../catalog/index.js";
import { readFlows, roomsOf, runFlows } from "../flow/run.js";
import { proveBytes } from "./bytes.js";
import { type GeneratedTopics, loadGenerated } from "./generated.js";
import { type Proof, reportOf, type VerifyReport } from "./report.js";
import { type BrokerChoice, type StackOptions, startStack } from "./stack.js";
import { proveGenerated } from "./stale.js";
import { proveStructure } from "./structure.js";
import { proveOverBroker } from "./wire.js";

export interface VerifyOptions {
  readonly model: EventModel;
  readonly cwd: string;
  /** Folder of the generated clients. */
  readonly generated: string;
  /** Clients that are loaded already, instead of those in the folder. */
  readonly topics?: GeneratedTopics;
  /** Folder of the flow files. Default `contracts`. */
  readonly contracts?: string;
  readonly broker: BrokerChoice;
  readonly registry?: NonNullable<StackOptions["registry"]>;
  readonly seed: number;
  readonly samples: number;
  readonly progress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Proves the model's promises through the generated clients. @throws EventwrightError GENERATED_UNLOADABLE, FLOW_INVALID, BROKER_START_FAILED. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { model, cwd, seed, progress = () => undefined } = options;
  const topics = options.topics ?? (await loadGenerated(resolve(cwd, options.generated)));
  const flows = await readFlows({ folder: options.contracts ?? "contracts", cwd, model });
  progress("comparing in the process");
  const proofs = [...(await proveStructure(model)), ...proveInProcess(options, topics)];
  const stack = await startStack({ ...options, rooms: roomsOf(flows) });
  try {
    if (stack !== undefined) progress(`proving over ${stack.facts.kind}`);
    const overBroker = stack === undefined ? notRun(model) : await proveOverBroker({ ...options, model, topics, stack });
    progress(`running ${flows.length} flow files`);
    const results = await runFlows(flows, { ...options, topics, stack });
    return reportOf({ seed, broker: stack?.facts, proofs: [...proofs, ...overBroker], flows: results });
  } finally {
    await stack?.stop();
  }
}

function proveInProcess(options: VerifyOptions, topics: GeneratedTopics): readonly Proof[] {
  return options.model.topics.flatMap((topic) =>
    topic.events.flatMap((event) => {
      const codec = topics.get(topic.topic)?.events[event.shortName]?.codec;
      const generated = proveGenerated(topic, event, codec);
      return codec === undefined ? [generated] : [generated, ...proveBytes(topic, event, codec, options)];
    }),
  );
}

function notRun(model: EventModel): readonly Proof[] {
  return model.topics.flatMap((topic) =>
    topic.events.map((event): Proof => {
      const base = { event: event.name, topic: topic.topic, kind: "broker", values: 0, places: [] } as const;
      return { ...base, status: "not run", problems: ["no broker"] };
    }),
  );
}
