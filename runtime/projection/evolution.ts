import type { Received } from "../event.js";
import { type AnyEvent, drop, type Projection } from "./projection.js";

/** Any event of the projection's topic, whatever its type. */
export type AnyReceived = Received<string, unknown>;

/** No state: nothing happened yet, or the last event dropped it. */
export const absent: unique symbol = Symbol("absent");
export type Absent = typeof absent;

/** A projection without its event types, as tables and loops see it. */
export interface Evolution<S = unknown> {
  readonly name: string;
  readonly version: number;
  /** The state that the event belongs to; undefined: it does not concern this projection. */
  idOf(event: AnyReceived): string | undefined;
  evolve(state: S | Absent, event: AnyReceived): S | Absent;
}

/** Forgets the event types of a projection; its own types guarantee that each function only meets the event of its name. */
export function evolutionOf<E extends AnyEvent, S>(projection: Projection<E, S>): Evolution<S> {
  const { name, version } = projection;
  const ids: Routes<string> = projection.id;
  const steps: { readonly [event: string]: ((state: S, event: never) => S | typeof drop) | "ignore" } = projection.evolve;
  return {
    name,
    version,
    idOf(event) {
      const route = own(ids, event.name);
      if (typeof route !== "function" || typeof own(steps, event.name) !== "function") return undefined;
      const id: unknown = route(event as never);
      if (typeof id === "string") return id;
      throw new TypeError(`projection ${name}: the id of ${event.name} is ${id === null ? "null" : typeof id}, not a string`);
    },
    evolve(state, event) {
      const step = own(steps, event.name);
      if (typeof step !== "function") return state;
      const next = step(state === absent ? projection.initial() : state, event as never);
      return next === drop ? absent : next;
    },
  };
}

interface Routes<R> {
  readonly [event: string]: ((event: never) => R) | "ignore";
}

function own<V>(table: { readonly [name: string]: V }, name: string): V | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
