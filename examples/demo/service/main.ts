/** The service process of the demo: four services that do not know each other, and one read model. */
import { confluentRegistry, createProjector, jsonLog, kafkajsTransport, pgliteStore, postgresStore, silentLog } from "eventwright/runtime";
import { ordersTopic } from "../../../generated/index.js";
import { orderSummary } from "../projections/order-summary.projection.js";
import { openConsumers } from "./consumers.js";
import type { AnswerMessage, AskMessage, ServiceAsks, ServiceConfig } from "./protocol.js";
import { createTables, effectsOf } from "./tables.js";

const config = JSON.parse(process.argv[2] ?? "{}") as ServiceConfig;
const log = process.env.DEMO_LOG ? jsonLog({ level: "debug" }) : silentLog;
const transport = kafkajsTransport({
  bootstrap: config.bootstrap,
  clientId: "demo-service",
  sessionTimeoutMs: config.sessionTimeoutMs,
  ...config.tuning,
  log,
});
const registry = confluentRegistry({ url: config.registry });
const store = "pglite" in config.store ? pgliteStore({ directory: config.store.pglite }) : postgresStore({ url: config.store.postgres });

await store.migrate();
await createTables(store);
const parts = { transport, registry, store, log };
const services = openConsumers(parts, config.run);
const projector = createProjector(ordersTopic, orderSummary, { ...parts, group: `${config.run}.order-summary` });

const asks: ServiceAsks = {
  health: async () => ({ ...services.health(), "order-summary": projector.health() }),
  effects: async (service) =>
    (await effectsOf(store, `${config.run}.${service}`)).filter(({ customerId }) => customerId.startsWith(config.run)),
  waits: async () => services.waits,
  dead: async () => services.dead,
  failOn: async (orderId, times) => services.failOn(orderId, times),
  crashOn: async (eventId, point) => services.crashOn(eventId, point),
  summary: (orderId) => projector.get(orderId),
  summaries: () => projector.all(),
  asOf: (orderId, time) => projector.asOf(orderId, time),
  history: async (orderId) => (await projector.history(orderId)).map(({ name, time, state }) => ({ event: name, time, state })),
  rebuild: () => projector.rebuild(),
  close: async () => {
    await Promise.all([services.close(), projector.close()]);
    await transport.close();
    await store.close();
  },
};

process.on("message", (message: AskMessage) => void answer(message));
process.on("disconnect", () => process.exit(0));
await Promise.all([services.start(), projector.start()]);
while (Object.values(await asks.health()).some(({ state }) => state === "waiting")) await new Promise((resolve) => setTimeout(resolve, 20));
process.send?.("ready");

async function answer({ id, ask, args }: AskMessage): Promise<void> {
  const call = asks[ask] as (...args: readonly unknown[]) => Promise<unknown>;
  const reply: AnswerMessage = await call(...args).then(
    (value) => ({ id, value }),
    (error) => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(reply, () => ask === "close" && process.exit(0));
}
