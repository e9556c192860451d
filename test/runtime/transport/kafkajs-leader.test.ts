import { describe, expect, it } from "vitest";
import { EventwrightError } from "../../../runtime/errors.js";
import { silentLog } from "../../../runtime/log.js";
import { partitionKey } from "../../../runtime/transport/assignment.js";
import { planGroup } from "../../../runtime/transport/kafkajs-leader.js";

const claim = (id: string, ...topics: string[]) => ({ id, topics, owned: [], generation: 0 });

async function plan(answers: Readonly<Record<string, number | Error>>, ...claims: ReturnType<typeof claim>[]) {
  const asked: string[] = [];
  const partitions = async (topic: string) => {
    asked.push(topic);
    const answer = answers[topic];
    if (typeof answer === "number") return answer;
    throw answer ?? new EventwrightError("TOPIC_UNKNOWN", { detail: topic });
  };
  const planned = await planGroup({ claims, ownCount: (topic) => (topic === "own" ? 2 : 0), partitions, log: silentLog });
  return { asked, plan: Object.fromEntries([...planned].map(([id, list]) => [id, list.map(partitionKey)])) };
}

describe("planGroup", () => {
  it("asks for the topics of others alone, each once, and gives each to those who want it", async () => {
    const { asked, plan: planned } = await plan({ other: 2 }, claim("a", "own"), claim("b", "other"), claim("c", "other"));
    expect(asked).toEqual(["other"]);
    expect(planned).toEqual({ a: ["own/0", "own/1"], b: ["other/0"], c: ["other/1"] });
  });

  it("leaves out another's topic that does not exist or that it may not see", async () => {
    const denied = new EventwrightError("BROKER_UNAVAILABLE", {
      cause: Object.assign(new Error("not authorized"), { type: "TOPIC_AUTHORIZATION_FAILED" }),
    });
    const { plan: planned } = await plan({ secret: denied }, claim("a", "own"), claim("b", "gone"), claim("c", "secret"));
    expect(planned).toEqual({ a: ["own/0", "own/1"], b: [], c: [] });
  });

  it("plans nothing while the broker does not answer: a plan without a topic would starve its members", async () => {
    const down = new EventwrightError("BROKER_UNAVAILABLE", { detail: "connection refused" });
    await expect(plan({ other: down }, claim("a", "own"), claim("b", "other"))).rejects.toBe(down);
  });
});
