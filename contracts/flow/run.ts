/** Runs the scenarios of flow files, each in a world of its own. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EventModel } from "../../catalog/index.js";
import type { GeneratedTopics } from "../verify/generated.js";
import { prefixed, type Stack } from "../verify/stack.js";
import { expectStep } from "./expect.js";
import type { FlowFile, Scenario } from "./flow.js";
import { readFlow } from "./flow-file.js";
import type { FlowResult } from "./result.js";
import { send } from "./send.js";
import { timeline } from "./tell.js";
import { openWorld, type World } from "./world.js";

/** The flow files of a folder, in the order of their names; none where there is no such folder. @throws EventwrightError FLOW_INVALID. */
export async function readFlows(options: {
  readonly folder: string;
  readonly cwd: string;
  readonly model: EventModel;
}): Promise<readonly FlowFile[]> {
  const { folder, cwd, model } = options;
  const names = await readdir(join(cwd, folder)).catch(() => []);
  const flows = names.filter((name) => name.endsWith(".flow.yaml")).sort();
  return Promise.all(flows.map(async (name) => readFlow(`${folder}/${name}`, await readFile(join(cwd, folder, name), "utf8"), model)));
}

/** The prefixes that the scenarios will want for their topics. */
export function roomsOf(flows: readonly FlowFile[]): readonly string[] {
  return flows.flatMap((flow) => flow.scenarios).map((_, index) => roomOf(index));
}

function roomOf(index: number): string {
  return `flow-${index}.`;
}

interface RunOptions {
  readonly model: EventModel;
  readonly topics: GeneratedTopics;
  readonly stack: Stack | undefined;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** Runs every scenario; without a broker each is reported as not run. */
export async function runFlows(flows: readonly FlowFile[], options: RunOptions): Promise<readonly FlowResult[]> {
  const results: FlowResult[] = [];
  const scenarios = flows.flatMap((flow) => flow.scenarios);
  for (const [index, scenario] of scenarios.entries()) {
    if (options.signal?.aborted) break;
    results.push(await runScenario(scenario, options, index));
  }
  return results;
}

async function runScenario(scenario: Scenario, options: RunOptions, index: number): Promise<FlowResult> {
  const head = { scenario: scenario.name, place: scenario.place };
  const { stack } = options;
  if (stack === undefined) return { ...head, status: "not run", timeline: [], problems: ["no broker"], tookMs: 0 };
  const lacks = scenario.requires.filter((need) => !stack.capabilities[need]);
  if (lacks.length > 0) {
    return { ...head, status: "not run", timeline: [], problems: [`${stack.facts.kind} lacks ${lacks.join(", ")}`], tookMs: 0 };
  }
  const began = performance.now();
  let world: World | undefined;
  try {
    world = await worldOf(scenario, { ...options, stack }, index);
    const problems = await play(world, scenario);
    return {
      ...head,
      status: problems.length === 0 ? "passed" : "failed",
      timeline: timeline(world),
      problems,
      tookMs: performance.now() - began,
    };
  } catch (error) {
    const problems = [error instanceof Error ? error.message : String(error)];
    return { ...head, status: "failed", timeline: world === undefined ? [] : timeline(world), problems, tookMs: performance.now() - began };
  } finally {
    await world?.close();
  }
}

async function worldOf(scenario: Scenario, options: RunOptions & { readonly stack: Stack }, index: number): Promise<World> {
  const own: Stack = { ...options.stack, prefix: options.stack.prefix + roomOf(index) };
  const events = new Set([...scenario.given, ...scenario.when, ...scenario.then].flatMap((step) => ("event" in step ? [step.event] : [])));
  const needed = options.model.topics.filter((topic) => topic.events.some((event) => events.has(event.shortName)));
  const model = prefixed({ ...options.model, topics: needed }, own.prefix);
  const refusals = await own.prepare(model);
  if (refusals.length > 0) throw new Error(`the registry refused ${refusals.join("; ")}`);
  const topics = needed.flatMap(({ topic, deadLetter }) => {
    const generated = options.topics.get(topic);
    return generated === undefined
      ? []
      : [[topic, { ...generated, name: own.prefix + topic, deadLetter: own.prefix + deadLetter }] as const];
  });
  return openWorld(own, new Map(topics), options.seed);
}

async function play(world: World, scenario: Scenario): Promise<readonly string[]> {
  for (const [index, step] of [...scenario.given, ...scenario.when].entries()) await send(world, step, index);
  const problems: string[] = [];
  for (const step of scenario.then) {
    const wrong = await expectStep(world, step);
    const [first, ...rest] = wrong;
    if (first !== undefined) problems.push(`${step.place.path}:${step.place.line}  ${first}`, ...rest);
  }
  return problems;
}
