import type { Place } from "../../catalog/index.js";

/** What a change asks of the code that uses the generated clients: to be rewritten, nothing, or not even a look. */
export type ApiLevel = "major" | "minor" | "patch";

export type ApiKind =
  | "export-added"
  | "export-removed"
  | "member-added"
  | "member-removed"
  | "member-optional"
  | "member-required"
  | "type-widened"
  | "type-narrowed"
  | "type-changed"
  | "handler-demanded"
  | "handler-gone"
  | "method-added"
  | "method-removed"
  | "no-type-changed";

/** One difference between what two schema folders generate, as the user of the clients meets it. */
export interface ApiChange {
  readonly kind: ApiKind;
  readonly level: ApiLevel;
  /** As the user's code names it: `OrderCreated.channel`, `OrdersHandlers.OrderReturned`. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** What it means to code that reads events, in a semver word; absent: nothing. */
  readonly readers?: ApiLevel;
  /** The same for code that writes them. */
  readonly writers?: ApiLevel;
  /** One sentence without a final period. */
  readonly reason: string;
  /** In the schemas after the change, or before it for what is gone. */
  readonly place: Place;
}

/** The highest level among changes. */
export function highest(levels: readonly (ApiLevel | undefined)[]): ApiLevel | undefined {
  return (["major", "minor", "patch"] as const).find((level) => levels.includes(level));
}
