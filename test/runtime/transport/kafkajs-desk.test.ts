import { describe, expect, it } from "vitest";
import type { AdminClient, ClientFactory } from "../../../runtime/transport/kafkajs-client.js";
import { Desk } from "../../../runtime/transport/kafkajs-desk.js";

/** Fake clients whose admin refuses the first connections with the given error. */
function refusing(times: number, refusal: Error) {
  let connects = 0;
  const unused = () => Promise.reject(new Error("not asked here"));
  const admin = (): AdminClient => ({
    connect: async () => {
      connects++;
      if (connects <= times) throw refusal;
    },
    disconnect: async () => {},
    listTopics: unused,
    fetchTopicMetadata: async () => ({ topics: [{ name: "t", partitions: [{ leader: 0 }, { leader: 0 }] }] }),
    fetchTopicOffsets: unused,
    fetchOffsets: unused,
    createTopics: unused,
  });
  const none = () => {
    throw new Error("not asked here");
  };
  const clients: ClientFactory = { group: none, producer: none, cluster: none, admin };
  return { desk: new Desk(clients), connects: () => connects };
}

describe("a desk whose connection was refused", () => {
  it("tries again with the next question, whatever the refusal was", async () => {
    const refusal = Object.assign(new Error("denied"), { name: "KafkaJSProtocolError", type: "CLUSTER_AUTHORIZATION_FAILED" });
    const { desk, connects } = refusing(1, refusal);
    await expect(desk.partitions("t")).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
    expect(await desk.partitions("t")).toBe(2);
    expect(connects()).toBe(2);
  });

  it("shares one connection between questions asked at once", async () => {
    const { desk, connects } = refusing(0, new Error("never"));
    expect(await Promise.all([desk.partitions("t"), desk.partitions("t")])).toEqual([2, 2]);
    expect(connects()).toBe(1);
  });
});
