import { EventwrightError } from "../errors.js";
import { pause, within } from "./deadline.js";
import type { AdminClient, ClientFactory } from "./kafkajs-client.js";
import { causes, clientError, passes } from "./kafkajs-errors.js";
import type { NewTopic } from "./transport.js";

const leadersWithinMs = 10_000;

/** Questions about topics and groups; the connection is made with the first one and anew after a failure. */
export class Desk {
  readonly #clients: ClientFactory;
  #admin: Promise<AdminClient> | undefined;

  constructor(clients: ClientFactory) {
    this.#clients = clients;
  }

  async partitions(topic: string): Promise<number> {
    const { topics } = await this.#ask(`partitions of ${topic}`, (admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    const found = topics.find(({ name }) => name === topic);
    if (!found || found.partitions.length === 0) throw new EventwrightError("TOPIC_UNKNOWN", { detail: topic });
    return found.partitions.length;
  }

  async offsets(topic: string): Promise<readonly { readonly first: bigint; readonly next: bigint }[]> {
    // Asked first, because the client retries an unknown topic for ten seconds here.
    await this.partitions(topic);
    const offsets = await this.#ask(`offsets of ${topic}`, (admin) => admin.fetchTopicOffsets(topic));
    return [...offsets].sort((a, b) => a.partition - b.partition).map(({ low, high }) => ({ first: BigInt(low), next: BigInt(high) }));
  }

  /** undefined: this broker tells it to members only. */
  async committed(group: string, topic: string): Promise<readonly (bigint | undefined)[] | undefined> {
    const count = await this.partitions(topic);
    try {
      const answers = await this.#ask(`offsets of group ${group}`, (admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      const stored = new Map(answers.flatMap(({ partitions }) => partitions).map(({ partition, offset }) => [partition, BigInt(offset)]));
      return Array.from({ length: count }, (_, partition) => {
        const offset = stored.get(partition);
        return offset === undefined || offset < 0n ? undefined : offset;
      });
    } catch (error) {
      if (causes(error).some(({ type }) => type === "UNKNOWN_MEMBER_ID")) return undefined;
      throw error;
    }
  }

  async createTopics(topics: readonly NewTopic[]): Promise<void> {
    const existing = new Set(await this.#ask("list topics", (admin) => admin.listTopics()));
    const missing = topics.filter(({ name }) => !existing.has(name));
    if (missing.length === 0) return;
    await this.#ask(`create ${missing.map(({ name }) => name).join(", ")}`, (admin) =>
      // It answers false where another process was faster, which is as good.
      admin.createTopics({
        waitForLeaders: false,
        timeout: leadersWithinMs,
        topics: missing.map(({ name, partitions, config }) => ({
          topic: name,
          numPartitions: partitions,
          configEntries: Object.entries(config ?? {}).map(([key, value]) => ({ name: key, value })),
        })),
      }),
    );
    for (const { name } of missing) await this.#untilLed(name);
  }

  async close(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    if (admin !== undefined)
      await within(
        2_000,
        admin.then((client) => client.disconnect()).catch(() => {}),
      );
  }

  async #untilLed(topic: string): Promise<void> {
    const end = Date.now() + leadersWithinMs;
    for (;;) {
      const partitions = await this.#ask(`leaders of ${topic}`, (admin) => admin.fetchTopicMetadata({ topics: [topic] }))
        .then(({ topics }) => topics.find(({ name }) => name === topic)?.partitions ?? [])
        .catch(() => []);
      if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) {
        // Metadata names leaders a moment before they lead; this asks each of them.
        await this.#ask(`leaders of ${topic}`, (admin) => admin.fetchTopicOffsets(topic));
        return;
      }
      if (Date.now() > end) throw new EventwrightError("BROKER_UNAVAILABLE", { detail: `${topic} was created, but has no leaders yet` });
      await pause(50);
    }
  }

  async #ask<T>(doing: string, question: (admin: AdminClient) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await question(await this.#connected());
      } catch (error) {
        // What has a type is the broker's answer; anything else is a connection that may be dead.
        const answered = causes(error).some(({ type }) => type !== "");
        if (!answered) await this.close();
        if (!passes(error) || attempt === (answered ? 5 : 2)) throw clientError(error, doing);
        await pause(50 * 2 ** attempt);
      }
    }
  }

  async #connected(): Promise<AdminClient> {
    this.#admin ??= this.#connect();
    const connecting = this.#admin;
    try {
      return await connecting;
    } catch (error) {
      // Kept, a refusal (a wrong password, say) would be the answer to every later question.
      if (this.#admin === connecting) this.#admin = undefined;
      throw error;
    }
  }

  async #connect(): Promise<AdminClient> {
    const admin = this.#clients.admin();
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      void admin.disconnect().catch(() => {});
      throw error;
    }
  }
}
