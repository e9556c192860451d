import { onTestFinished } from "vitest";
import { type ApacheBroker, startApache } from "../../contracts/brokers/apache.js";

/** An Apache Kafka for one test alone, which it may kill and restart; ends with the test. */
export async function ownBroker(): Promise<ApacheBroker> {
  const broker = await startApache();
  onTestFinished(() => broker.stop());
  return broker;
}
