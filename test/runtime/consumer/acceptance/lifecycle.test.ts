import { describe, expect, it, onTestFinished } from "vitest";
import type { Subscription } from "../../../../runtime/transport/transport.js";
import { setStage, stage } from "./stage.js";
import { type World, world } from "./world.js";

setStage();

/** Counts the subscriptions made, each of which takes a moment, and those closed; the first `failures` of them fail. */
function counted({ transport }: World, failures = 0) {
  const counts = { made: 0, closed: 0 };
  const subscribe = transport.subscribe.bind(transport);
  transport.subscribe = async (options, intake): Promise<Subscription> => {
    counts.made++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (counts.made <= failures) throw new Error("not yet");
    const made = await subscribe(options, intake);
    const close = made.close.bind(made);
    made.close = async () => {
      counts.closed++;
      await close();
    };
    return made;
  };
  return counts;
}

describe("a consumer that is started or closed more than once", () => {
  it("joins once and answers both calls with one promise", async () => {
    const shop = await world();
    const counts = counted(shop);
    const consumer = shop.consumer({ group: stage.nextGroup(), store: stage.store }, () => {});
    onTestFinished(() => consumer.close({ drainMs: 0 }));
    const [first, second] = [consumer.start(), consumer.start()];
    expect(second).toBe(first);
    await first;
    await consumer.start();
    expect(counts.made).toBe(1);
    const [closing, again] = [consumer.close(), consumer.close()];
    expect(again).toBe(closing);
    await closing;
    expect(counts.closed).toBe(1);
    await expect(consumer.start()).rejects.toMatchObject({ code: "CONSUMER_CLOSED" });
  });

  it("leaves the group that it was about to join when it is closed meanwhile", async () => {
    const shop = await world();
    const counts = counted(shop);
    const consumer = shop.consumer({ group: stage.nextGroup(), store: stage.store }, () => {});
    const starting = consumer.start();
    await consumer.close();
    expect(counts).toEqual({ made: 1, closed: 1 });
    await starting;
  });

  it("may be started again when the start failed", async () => {
    const shop = await world();
    const counts = counted(shop, 1);
    const consumer = shop.consumer({ group: stage.nextGroup(), store: stage.store }, () => {});
    onTestFinished(() => consumer.close({ drainMs: 0 }));
    await expect(consumer.start()).rejects.toThrow("not yet");
    await consumer.start();
    expect(counts.made).toBe(2);
  });
});
