import { memoryTransport } from "../../../runtime/transport/memory.js";
import { transportContract } from "./contract.js";

transportContract("memory", async () => {
  const transport = memoryTransport();
  return { transport, other: transport, cleanup: () => transport.close() };
});

transportContract("memory, partitions reordered", async () => {
  const transport = memoryTransport({ faults: { reorder: true }, seed: 7 });
  return { transport, other: transport, cleanup: () => transport.close() };
});
