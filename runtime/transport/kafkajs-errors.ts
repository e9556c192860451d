import { EventwrightError, isEventwrightError } from "../errors.js";

/** The chain of an error and its causes, outermost first; errors in an aggregate count as causes. */
export function causes(error: unknown): readonly ClientFault[] {
  const chain: ClientFault[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || chain.length >= 10) return;
    const fault: ClientFault = {
      name: textOf(value, "name"),
      type: textOf(value, "type"),
      message: textOf(value, "message"),
      retriable: "retriable" in value && value.retriable === true,
    };
    chain.push(fault);
    if ("errors" in value && Array.isArray(value.errors)) value.errors.forEach(visit);
    if ("cause" in value) visit(value.cause);
  };
  visit(error);
  return chain;
}

export interface ClientFault {
  readonly name: string;
  readonly type: string;
  readonly message: string;
  readonly retriable: boolean;
}

const rebalancing = new Set(["REBALANCE_IN_PROGRESS", "NOT_COORDINATOR_FOR_GROUP"]);
const lost = new Set(["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION", "FENCED_INSTANCE_ID"]);
const invalid = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD", "INVALID_TIMESTAMP", "CORRUPT_MESSAGE"]);
const unknownTopic = new Set(["UNKNOWN_TOPIC_OR_PARTITION", "INVALID_TOPIC_EXCEPTION"]);
const denied = new Set([
  "TOPIC_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "GROUP_AUTHORIZATION_FAILED",
  "SASL_AUTHENTICATION_FAILED",
]);

/** What a failed heartbeat says about the membership; a broken connection says nothing yet. */
export function membershipAfter(error: unknown): "steady" | "rebalancing" | "lost" {
  const types = causes(error).map(({ type }) => type);
  if (types.some((type) => lost.has(type))) return "lost";
  return types.some((type) => rebalancing.has(type)) ? "rebalancing" : "steady";
}

/** True for what goes away by itself when the broker is back or the metadata fresh. */
export function passes(error: unknown): boolean {
  const chain = causes(error);
  if (
    chain.some(
      ({ type, name }) => invalid.has(type) || unknownTopic.has(type) || denied.has(type) || name === "KafkaJSSASLAuthenticationError",
    )
  ) {
    return false;
  }
  const innermost = chain.at(-1);
  return (
    innermost !== undefined && (innermost.retriable || transientNames.has(innermost.name) || innermost.name.startsWith("KafkaJSConnection"))
  );
}

const transientNames = new Set(["KafkaJSNoBrokerAvailableError", "KafkaJSBrokerNotFound", "KafkaJSTimeout", "KafkaJSLockTimeout"]);

/** A client's error in our words; its class says little, its innermost cause says it. */
export function clientError(error: unknown, doing: string): EventwrightError {
  if (isEventwrightError(error)) return error;
  const chain = causes(error);
  const has = (types: ReadonlySet<string>) => chain.find(({ type }) => types.has(type));
  const cause = chain.at(-1);
  const detail = `${doing}: ${cause?.type || cause?.name || "error"}: ${cause?.message ?? String(error)}`;
  if (has(unknownTopic)) return new EventwrightError("TOPIC_UNKNOWN", { detail, cause: error });
  if (has(invalid) || cause?.name === "TypeError") return new EventwrightError("RECORD_INVALID", { detail, cause: error });
  return new EventwrightError("BROKER_UNAVAILABLE", { detail, cause: error });
}

function textOf(value: object, property: string): string {
  const found: unknown = Reflect.get(value, property);
  return typeof found === "string" ? found : "";
}
