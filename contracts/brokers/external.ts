import { EventwrightError } from "../../runtime/errors.js";
import type { Broker, BrokerCapabilities } from "./broker.js";
import { probeMetadata } from "./metadata-probe.js";

/** What a broker of Apache Kafka's protocol is taken to be able to; a value may be as large as Kafka's own default allows. */
export const fullCapabilities: BrokerCapabilities = {
  leaveGroup: true,
  transactions: true,
  offsetFetchAdmin: true,
  offsetsByTime: true,
  deleteTopic: true,
  compression: true,
  nullVsEmpty: true,
  fencing: true,
  maxValueBytes: 1_000_000,
};

/** A broker that others run. Nothing is started or stopped; where it wants TLS or a password the transport says whether it is there. @throws EventwrightError BROKER_UNAVAILABLE. */
export async function externalBroker(bootstrap: string, options: { readonly probe?: boolean } = {}): Promise<Broker> {
  const addresses = bootstrap.split(",").map((address) => address.trim());
  if (!addresses.every((address) => /^.+:\d{1,5}$/.test(address))) {
    throw new EventwrightError("BROKER_UNAVAILABLE", { detail: `"${bootstrap}" is not host:port[,host:port]` });
  }
  if (options.probe !== false) await anyAnswers(addresses);
  return {
    kind: "external",
    version: "unknown",
    bootstrap: addresses.join(","),
    capabilities: fullCapabilities,
    tuning: {},
    startedInMs: 0,
    async stop() {},
  };
}

async function anyAnswers(addresses: readonly string[]): Promise<void> {
  try {
    await Promise.any(addresses.map((address) => probeMetadata(address, 3_000)));
  } catch (error) {
    const reasons =
      error instanceof AggregateError
        ? error.errors.map((reason: unknown) => (reason instanceof Error ? reason.message : String(reason)))
        : [];
    throw new EventwrightError("BROKER_UNAVAILABLE", {
      detail: reasons.join("; "),
      hint: "check host and port; a listener that wants TLS or SASL does not answer this probe",
      cause: error,
    });
  }
}
