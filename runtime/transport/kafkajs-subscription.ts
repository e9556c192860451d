import { EventwrightError } from "../errors.js";
import type { Log } from "../log.js";
import { Trouble } from "../trouble.js";
import { pause, within } from "./deadline.js";
import type { ClientFactory } from "./kafkajs-client.js";
import { causes } from "./kafkajs-errors.js";
import { Seat } from "./kafkajs-seat.js";
import { GroupSession } from "./kafkajs-session.js";
import type { Intake, SubscribeOptions, Subscription, TopicPartition } from "./transport.js";

export interface SupervisorOptions {
  readonly clients: ClientFactory;
  readonly subscribe: SubscribeOptions;
  readonly intake: Intake;
  readonly drainMs: number;
  readonly log: Log;
  /** Called with offsets the coordinator accepted. */
  readonly onCommitted: (offsets: readonly (TopicPartition & { readonly offset: bigint })[]) => void;
}

/** Keeps a group member alive: after a crash, or while no broker answers, it starts a new session with growing pauses. */
export class SupervisedSubscription implements Subscription {
  readonly #of: SupervisorOptions;
  readonly #seat = new Seat();
  readonly #trouble: Trouble;
  readonly #closed = new AbortController();
  #session: GroupSession | undefined;
  #running: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#of = options;
    this.#trouble = new Trouble(options.log);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void> {
    if (!this.#session) throw new EventwrightError("COMMIT_REFUSED", { detail: `group ${this.#of.subscribe.group}: not a member` });
    await this.#session.commit(offsets);
    this.#of.onCommitted(offsets);
  }

  pause(partition: TopicPartition): void {
    this.#session?.pause(partition);
  }

  resume(partition: TopicPartition): void {
    this.#session?.resume(partition);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#session?.close();
    await within(2_000, this.#running ?? Promise.resolve());
  }

  async #run(): Promise<void> {
    const { clients, subscribe, intake, drainMs, log } = this.#of;
    const { group } = subscribe;
    for (let attempt = 0; !this.#closed.signal.aborted; attempt++) {
      const onJoined = () => {
        attempt = 0;
        this.#trouble.over(`membership of ${group}`);
      };
      const client = clients.group(group, this.#seat);
      const session = new GroupSession({ client, subscribe, intake, seat: this.#seat, drainMs, log, onJoined });
      this.#session = session;
      const reason = await session.run();
      if (this.#closed.signal.aborted) return;
      intake.troubled(reason);
      this.#trouble.report(`membership of ${group}`, inWords(reason), { topics: subscribe.topics });
      await pause(Math.min(3_000, 200 * 2 ** attempt), this.#closed.signal);
    }
  }
}

function inWords(reason: Error): string {
  const innermost = causes(reason).at(-1);
  return innermost ? `${innermost.type || innermost.name}: ${innermost.message}` : reason.message;
}
