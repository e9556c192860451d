import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalStack, loadCatalog, startLocalStack } from "eventwright";
import { confluentRegistry, kafkajsTransport, type Log, type Registry, silentLog, type Transport } from "eventwright/runtime";
import { type OrdersProducer, ordersProducer, type PaymentsProducer, paymentsProducer } from "../../generated/index.js";
import { Book } from "./book.js";
import type { DemoOptions } from "./options.js";
import { type Service, startService } from "./service/client.js";
import type { ServiceConfig } from "./service/protocol.js";

/** Everything an act can reach: the producers, the log, the service process, and the book of what was published. */
export interface World {
  /** For the headline. */
  readonly parts: string;
  /** Tags customers and consumer groups, so that a second demo on the same broker is a demo of its own. */
  readonly run: string;
  readonly transport: Transport;
  readonly registry: Registry;
  readonly log: Log;
  readonly orders: OrdersProducer;
  readonly payments: PaymentsProducer;
  readonly book: Book;
  /** Facts for comparing two runs on different parts. */
  readonly counts: Record<string, number>;
  /** The service process as it is now. */
  service(): Service;
  /** Starts it again after it died. */
  restart(): Promise<Service>;
  close(): Promise<void>;
}

type Closer = () => Promise<unknown>;

/** Starts what the options don't bring along, creates topics, registers the schemas, starts the service. On failure nothing is left running. */
export async function openWorld(options: DemoOptions): Promise<World> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
  };
  try {
    return await open(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(options: DemoOptions, closers: Closer[], close: () => Promise<void>): Promise<World> {
  const { broker, registry: registryServer } = await openStack(options, closers);
  const transport = kafkajsTransport({ bootstrap: broker.bootstrap, clientId: "demo", log: silentLog });
  closers.push(() => transport.close());

  const registry = confluentRegistry({ url: registryServer.url });
  const producer = { transport, registry, source: "/demo/shop", log: silentLog };
  const run = `demo-${Date.now().toString(36)}`;
  const config = {
    run,
    bootstrap: broker.bootstrap,
    tuning: broker.tuning,
    registry: registryServer.url,
    store: await storeOf(options, closers),
    sessionTimeoutMs: options.bootstrap ? 6000 : 3000,
  };
  let service = await startService(config, serviceLog());
  closers.push(async () => {
    await service.close().catch(() => service.process.kill("SIGKILL"));
    await service.gone;
  });
  return {
    parts: `broker ${broker.kind}${broker.version === "unknown" ? "" : ` ${broker.version}`} · registry ${options.registry ? "yours" : "embedded"} · store ${options.postgres ? "PostgreSQL" : "PGlite"}`,
    run,
    transport,
    registry,
    log: silentLog,
    orders: ordersProducer(producer),
    payments: paymentsProducer(producer),
    book: new Book(),
    counts: {},
    service: () => service,
    restart: async () => {
      service = await startService(config, serviceLog());
      return service;
    },
    close,
  };
}

async function openStack({ broker, bootstrap, registry }: DemoOptions, closers: Closer[]): Promise<LocalStack> {
  const { model, diagnostics } = await loadCatalog({ schemas: "schemas" });
  if (!model) throw new Error(`the schemas have ${diagnostics.length} problems; see npm run codegen`);
  const stack = await startLocalStack({
    model,
    broker: bootstrap ? { kind: "external", bootstrap } : { kind: broker },
    registry: registry ? { url: registry } : {},
  });
  closers.push(() => stack.stop());
  return stack;
}

async function storeOf(options: DemoOptions, closers: Closer[]): Promise<ServiceConfig["store"]> {
  if (options.postgres) return { postgres: options.postgres };
  const folder = await mkdtemp(join(tmpdir(), "eventwright-demo-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return { pglite: join(folder, "db") };
}

function serviceLog(): "inherit" | "ignore" {
  return process.env.DEMO_LOG ? "inherit" : "ignore";
}
