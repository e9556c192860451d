/** From YAML to scenarios, with every mistake told by place. */
import { isScalar, type Node } from "yaml";
import { type EventModel, suggest } from "../../catalog/index.js";
import { EventwrightError } from "../../runtime/errors.js";
import type { BrokerCapabilities } from "../brokers/broker.js";
import { fullCapabilities } from "../brokers/external.js";
import { type Damage, damages, type FlowFile, type Scenario, type SendStep } from "./flow.js";
import { readThen } from "./then-step.js";
import { complain, countOf, items, members, parseYaml, placeOfNode, type Reading, textOf, valuesOf } from "./yaml.js";

/** Reads one flow file against a model. @throws EventwrightError FLOW_INVALID with every mistake of the file. */
export function readFlow(path: string, text: string, model: EventModel): FlowFile {
  const { reading, root } = parseYaml(path, text);
  const top = reading.problems.length > 0 ? new Map<string, Node>() : members(reading, root, ["contract", "scenarios"]);
  if (reading.problems.length === 0) {
    const version = top.get("contract");
    if (!isScalar(version) || version.value !== "flow/v1") complain(reading, version ?? root, 'contract: "flow/v1" is expected');
  }
  const scenarios = items(reading, top.get("scenarios")).map((node) => readScenario(reading, node, model));
  if (reading.problems.length === 0 && scenarios.length === 0) complain(reading, root, "the file has no scenario");
  if (reading.problems.length > 0) throw new EventwrightError("FLOW_INVALID", { detail: reading.problems.join("\n") });
  return { path, scenarios };
}

function readScenario(reading: Reading, node: Node, model: EventModel): Scenario {
  const parts = members(reading, node, ["name", "requires", "given", "when", "then"]);
  const sends = (key: string) => items(reading, parts.get(key)).map((step) => readSend(reading, step, model));
  const then = items(reading, parts.get("then")).flatMap((step) => readThen(reading, step, model) ?? []);
  if (then.length === 0) complain(reading, node, "the scenario expects nothing, so it could not fail: give it `then`");
  return {
    name: textOf(reading, parts.get("name") ?? node, "the scenario's name"),
    place: placeOfNode(reading, node),
    requires: items(reading, parts.get("requires")).flatMap((one) => readNeed(reading, one) ?? []),
    given: sends("given"),
    when: sends("when"),
    then,
  };
}

function readNeed(reading: Reading, node: Node): keyof BrokerCapabilities | undefined {
  const names = Object.keys(fullCapabilities) as (keyof BrokerCapabilities)[];
  const wanted = textOf(reading, node, "a capability");
  const found = names.find((name) => name === wanted);
  if (found === undefined) complain(reading, node, `no broker capability is called "${wanted}"; known are ${names.join(", ")}`);
  return found;
}

function readSend(reading: Reading, node: Node, model: EventModel): SendStep {
  const parts = members(reading, node, ["send", "with", "times", "damage"]);
  const damage = parts.get("damage");
  const kind = isScalar(damage) ? damages.find((one) => one === damage.value) : undefined;
  if (damage !== undefined && kind === undefined) complain(reading, damage, `damage is one of ${damages.join(", ")}`);
  const event = textOf(reading, parts.get("send") ?? node, "send, the name of an event,");
  checkEvent(reading, parts.get("send") ?? node, event, model);
  return {
    place: placeOfNode(reading, node),
    event,
    with: valuesOf(reading, parts.get("with")),
    times: countOf(reading, parts.get("times"), 1),
    ...(kind === undefined ? {} : { damage: kind satisfies Damage }),
  };
}

function checkEvent(reading: Reading, node: Node, event: string, model: EventModel): void {
  const names = model.topics.flatMap((topic) => topic.events.map((one) => one.shortName));
  if (event === "" || names.includes(event)) return;
  const near = suggest(event, names);
  complain(reading, node, `no event is called ${event}${near === undefined ? "" : `; did you mean ${near}?`}`);
}
