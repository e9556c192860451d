import { appendDamaged } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";

/** Dead letter queue: a record that can't be read goes aside byte for byte, with its origin; the partition moves on. */
export const deadLetter: Act = async (world) => {
  const poison = await appendDamaged(world);
  const letters = await until(
    async () =>
      (await world.service().dead()).filter(({ origin }) => origin.partition === poison.partition && origin.offset === poison.offset),
    ({ length }) => length > 0,
  );
  const letter = letters[0];
  const found = letter && (await recordAt(world, letter.letter));
  const same = found?.value && Buffer.compare(found.value, poison.value) === 0;
  const origin = found?.headers.find(([name]) => name === "kafka_dlt-original-topic")?.[1];
  world.counts.dead = letters.length;
  return {
    title: "Dead letter",
    fact: `1 poison record → ${letter?.letter.topic}[${letter?.letter.partition}]@${letter?.letter.offset}, ${same ? "byte-identical" : "changed"}, why: ${letter?.reason}`,
    off: off(
      [letter !== undefined, "it was not dead-lettered"],
      [same === true, "the dead letter is not byte-identical"],
      [origin !== undefined && Buffer.from(origin).toString() === "orders.events", "the dead letter does not say where it comes from"],
    ),
  };
};

async function recordAt(world: Parameters<Act>[0], { topic, partition, offset }: { topic: string; partition: number; offset: bigint }) {
  for await (const record of world.transport.read(topic)) {
    if (record.partition === partition && record.offset === offset) return record;
  }
  return undefined;
}
