import { expect } from "vitest";
import { type AnyReceived, absent, evolutionOf } from "../projection/evolution.js";
import type { AnyEvent, Projection } from "../projection/projection.js";

/** An event as a test tells it: name and data; the rest is filled in. */
export type Given<E extends AnyEvent> = E extends AnyEvent ? Pick<E, "name" | "data"> & Partial<Omit<E, "name" | "data">> : never;

/** What {@link given} gives. */
export interface GivenEvents<G> {
  /** Folds the events, each identity once, as a projector does. */
  project<E extends AnyEvent, S>(projection: Projection<E, S> & Fits<G, E>): Projected<S>;
}

/** What the projection came to. */
export interface Projected<S> {
  /** Asserts the state; `id` says which one where the events belong to several. */
  then(expected: S, id?: string): void;
  /** Asserts that there is no state, or none with this id. */
  thenNothing(id?: string): void;
  readonly states: ReadonlyMap<string, S>;
}

/** A type error with words where the events are not the projection's. */
type Fits<G, E extends AnyEvent> = [G] extends [Given<E>] ? unknown : { readonly "these events are not the projection's": never };

/** Tests a projection without a broker: `given([{ name: "OrderPaid", data }]).project(orderSummary).then({ paid: true })`. */
export function given<const G extends { readonly name: string; readonly data: unknown }>(events: readonly G[]): GivenEvents<G> {
  return {
    project(projection) {
      const states = fold(projection, events.map(received));
      return {
        states,
        // biome-ignore lint/suspicious/noThenProperty: it reads as given, project, then, and nobody awaits what comes before
        then: (expected, id) => expect(states.get(id ?? only(states))).toEqual(expected),
        thenNothing: (id) => expect(id === undefined ? [...states.keys()] : states.has(id) ? [id] : []).toEqual([]),
      };
    },
  };
}

function received(event: { readonly name: string; readonly data: unknown }, index: number): AnyReceived {
  return {
    id: `event-${index + 1}`,
    source: "test",
    time: new Date(index * 1_000),
    key: null,
    topic: "test",
    partition: 0,
    offset: BigInt(index),
    headers: new Map(),
    ...event,
  };
}

function fold<E extends AnyEvent, S>(projection: Projection<E, S>, events: readonly AnyReceived[]): ReadonlyMap<string, S> {
  const evolution = evolutionOf(projection);
  const states = new Map<string, S>();
  const seen = new Set<string>();
  for (const event of events) {
    const id = evolution.idOf(event);
    const identity = JSON.stringify([event.source, event.id]);
    if (id === undefined || seen.has(identity)) continue;
    seen.add(identity);
    const before = states.get(id);
    const next = evolution.evolve(before === undefined && !states.has(id) ? absent : (before as S), event);
    if (next === absent) states.delete(id);
    else states.set(id, next);
  }
  return states;
}

function only(states: ReadonlyMap<string, unknown>): string {
  const [id, ...others] = states.keys();
  if (id === undefined) throw new Error("the events left no state");
  if (others.length > 0) throw new Error(`the events left ${others.length + 1} states: say which, ${[id, ...others].join(", ")}`);
  return id;
}
