import { afterAll, beforeAll, describe } from "vitest";
import { ContractBench, type OpenTransport, type TransportCapabilities } from "./contract-bench.js";
import { groupContract } from "./contract-group.js";
import { logContract } from "./contract-log.js";
import { topicsContract } from "./contract-topics.js";

const everything: TransportCapabilities = { nullVsEmpty: true, offsetFetchAdmin: true, maxValueBytes: 900_000 };

/** What every transport owes the rooms above it. */
export function transportContract(
  name: string,
  open: (run: string) => Promise<OpenTransport>,
  capabilities: Partial<TransportCapabilities> = {},
): void {
  const bench = new ContractBench({ ...everything, ...capabilities });
  describe(`transport contract: ${name}`, () => {
    beforeAll(async () => {
      bench.opened = await open(bench.run);
    });
    afterAll(() => bench.opened?.cleanup());
    logContract(bench);
    groupContract(bench);
    topicsContract(bench);
  });
}
