import type { Received } from "../event.js";

/** A read model as pure functions; what a projection stub exports. `E` is the topic's union of {@link Received} events. */
export interface Projection<E extends AnyEvent, S> {
  /** snake_case; part of its rows' key. */
  readonly name: string;
  /** To be raised when `evolve` changes its meaning: a new version fills beside the old one. */
  readonly version: number;
  readonly initial: () => S;
  /** Which state an event belongs to; "ignore": it does not concern this projection. */
  readonly id: { readonly [N in E["name"]]: ((event: EventNamed<E, N>) => string) | "ignore" };
  /** Pure: state and event in, next state out; {@link drop} removes the state. "ignore" as above. */
  readonly evolve: { readonly [N in E["name"]]: ((state: S, event: EventNamed<E, N>) => NoInfer<S> | Drop) | "ignore" };
}

export type EventNamed<E extends AnyEvent, N extends E["name"]> = Extract<E, { readonly name: N }>;

/** The least that a projection needs of an event. */
export interface AnyEvent {
  readonly name: string;
  readonly data: unknown;
  readonly id: string;
  readonly time: Date;
}

/** The union of a topic's events as they are received; `E` maps each event's name to its type. */
export type ReceivedOf<E> = { readonly [N in keyof E & string]: Received<N, E[N]> }[keyof E & string];

/** Returned by `evolve`: the state is gone. */
export const drop: unique symbol = Symbol("drop");
export type Drop = typeof drop;

/**
 * Ties the event union to the projection: `defineProjection<OrdersEvent, OrderSummary>()({ … })`. With the state named, literals in
 * what `evolve` returns keep their types; left out, the state is what `initial` returns.
 */
export function defineProjection<E extends AnyEvent, S>(): (projection: Projection<E, S>) => Projection<E, S>;
export function defineProjection<E extends AnyEvent>(): <S>(projection: Projection<E, S>) => Projection<E, S>;
export function defineProjection<E extends AnyEvent>() {
  return <S>(projection: Projection<E, S>): Projection<E, S> => projection;
}
