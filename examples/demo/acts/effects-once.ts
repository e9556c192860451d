import { repeatRecords } from "../orders.js";
import { until } from "../until.js";
import { type Act, off } from "./act.js";
import { settledLedger } from "./order-per-key.js";

/** Idempotent consumers: records are appended a second time; every effect still happens once. */
export const effectsOnce: Act = async (world) => {
  const repeats = 5;
  const before = await world.service().health();
  const seen = (health: typeof before) => (health.ledger?.duplicates ?? 0) - (before.ledger?.duplicates ?? 0);
  await repeatRecords(world, repeats);
  const health = await until(
    () => world.service().health(),
    (now) => seen(now) >= repeats,
  );
  const published = world.book.orders();
  const written = await settledLedger(world);
  const distinct = new Set(written.map(({ eventId }) => eventId)).size;
  return {
    title: "Effects once",
    fact: `${repeats} records delivered twice, ${published.length + repeats} deliveries, ${written.length} effects`,
    off: off(
      [seen(health) === repeats, `${seen(health)} duplicates were seen, not ${repeats}`],
      [
        written.length === published.length && distinct === written.length,
        `${written.length} effects of ${distinct} events for ${published.length} published`,
      ],
    ),
  };
};
