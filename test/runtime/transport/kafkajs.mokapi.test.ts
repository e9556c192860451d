import { startMokapi } from "../../../contracts/brokers/mokapi.js";
import { silentLog } from "../../../runtime/log.js";
import { kafkajsTransport } from "../../../runtime/transport/kafkajs.js";
import { transportContract } from "./contract.js";
import { contractTopic } from "./contract-bench.js";

transportContract(
  "kafkajs on mokapi",
  async (run) => {
    // Members can't ask mokapi for offsets of a topic that its configuration does not name.
    const topics = [1, 2, 3, 4].flatMap((partitions) =>
      Array.from({ length: 80 }, (_, index) => ({ name: contractTopic(run, partitions, index + 1), partitions })),
    );
    const broker = await startMokapi({ topics });
    // Mokapi notices neither leavers nor the silent before the session is over.
    const options = { bootstrap: broker.bootstrap, log: silentLog, sessionTimeoutMs: 3_000, ...broker.tuning };
    const [transport, other] = [kafkajsTransport(options), kafkajsTransport(options)];
    return {
      transport,
      other,
      cleanup: async () => {
        await Promise.all([transport.close(), other.close()]);
        await broker.stop();
      },
    };
  },
  { nullVsEmpty: false, offsetFetchAdmin: false, maxValueBytes: 32_000 },
);
