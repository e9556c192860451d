import { describe } from "vitest";
import { silentLog } from "../../../runtime/log.js";
import { kafkajsTransport } from "../../../runtime/transport/kafkajs.js";
import { needs, part } from "../../real/parts.js";
import { transportContract } from "./contract.js";

describe.skipIf(!needs("kafka"))("on Apache Kafka", () => {
  transportContract("kafkajs on Apache Kafka", async () => {
    const options = { bootstrap: part("kafka"), log: silentLog };
    const [transport, other] = [kafkajsTransport(options), kafkajsTransport(options)];
    return {
      transport,
      other,
      cleanup: async () => {
        await Promise.all([transport.close(), other.close()]);
      },
    };
  });
});
