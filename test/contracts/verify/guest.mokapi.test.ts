import { expect, it, onTestFinished } from "vitest";
import { startEmbeddedRegistry } from "../../../contracts/registries/embedded/start.js";
import { pushCatalog } from "../../../contracts/registries/push.js";
import { prefixed, startStack } from "../../../contracts/verify/stack.js";
import { ask } from "../registries/ask.js";
import { workTree } from "../schemas.js";
import { modelIn } from "./repository.js";

it("leaves a registry of others as it was, also where a subject has no prefix", { timeout: 60_000 }, async () => {
  const registry = await startEmbeddedRegistry();
  onTestFinished(() => registry.stop());
  const tree = workTree();
  tree.edit("schemas/payments/topic.yaml", "subject: topic-record", "subject: record");
  const model = await modelIn(tree.cwd);
  const payment = model.topics.filter(({ topic }) => topic === "payments.events");
  const [kept] = payment.flatMap(({ events }) => events);
  if (kept === undefined) throw new Error("no event");
  await pushCatalog({ model: { ...model, topics: payment.map((topic) => ({ ...topic, events: [kept] })) }, url: registry.url });
  const said: string[] = [];
  const stack = await startStack({
    broker: { kind: "mokapi" },
    registry: { url: registry.url },
    model,
    progress: (line) => said.push(line),
  });
  expect(await stack?.prepare(prefixed(model, stack.prefix))).toEqual([]);
  expect((await ask(registry.url, "GET", "/subjects")).body).toHaveLength(7);
  await stack?.stop();
  expect((await ask(registry.url, "GET", "/subjects?deleted=true")).body).toEqual([kept.name]);
  expect((await ask(registry.url, "GET", `/config/${kept.name}`)).body).toEqual({ compatibilityLevel: "BACKWARD_TRANSITIVE" });
  expect(said.filter((line) => line.includes("left behind"))).toEqual([]);
});
