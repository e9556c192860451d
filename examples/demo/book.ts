import type { Published } from "eventwright/runtime";

/** One published event, as its publisher knows it. */
export interface Entry extends Published {
  readonly name: string;
  readonly customerId: string;
  readonly orderId: string;
}

/** What was published, in order: the truth that every act is checked against. */
export class Book {
  readonly #entries: Entry[] = [];

  /** Writes a publication down and hands it back. */
  async add(of: Pick<Entry, "name" | "customerId" | "orderId">, published: Promise<Published>): Promise<Entry> {
    const entry = { ...(await published), ...of };
    this.#entries.push(entry);
    return entry;
  }

  /** Events of the order topic, or those of one name. */
  orders(name?: string): readonly Entry[] {
    return this.#entries.filter((entry) => entry.topic === "orders.events" && (name === undefined || entry.name === name));
  }

  payments(): readonly Entry[] {
    return this.#entries.filter(({ topic }) => topic === "payments.events");
  }

  /** What the read model should say of an order, by its last event. */
  statusOf(orderId: string): string | undefined {
    const last = this.orders().findLast((entry) => entry.orderId === orderId)?.name;
    return last?.replace("Order", "").toUpperCase();
  }

  customers(): readonly string[] {
    return [...new Set(this.#entries.map(({ customerId }) => customerId))];
  }
}
