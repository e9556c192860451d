import type { RegistryState } from "./state.js";
import type { Compare } from "./verdict.js";

/** A request, taken apart. */
export interface Call {
  readonly state: RegistryState;
  readonly compare: Compare;
  /** What stood at the `:name` places of the path, decoded. */
  readonly at: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body of a POST or PUT; an object. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer of text goes out as it is; anything else as JSON. */
export type Answer = { readonly json: unknown } | { readonly text: string };

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** E.g. `/subjects/:subject/versions`. */
  readonly path: string;
  /** True where it may change the state. */
  readonly writes?: true;
  /** @throws Refusal. */
  answer(call: Call): Answer;
}

/** True for `?name=true`. */
export function flag(call: Call, name: string): boolean {
  return call.query.get(name)?.toLowerCase() === "true";
}

/** What stood at a `:name` place. */
export function part(call: Call, name: string): string {
  return call.at[name] ?? "";
}
