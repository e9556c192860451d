import { isEventwrightError } from "../../runtime/errors.js";
import type { CommandIo } from "../command.js";
import { packageVersion } from "../version.js";
import { factsOf } from "./facts.js";
import type { Output } from "./outputs.js";
import { publish } from "./publish.js";

interface Asked {
  readonly against: readonly string[];
  readonly outputs: readonly Output[];
  readonly began: number;
}

/**
 * Tells hosts that read reports that nothing could be checked, since a report that is missing looks like one without findings.
 * People read the error itself; a command that was not understood leaves nothing.
 */
export async function publishUnchecked(trouble: unknown, { against, outputs, began }: Asked, io: CommandIo): Promise<void> {
  const isOurs = typeof trouble === "string" || (isEventwrightError(trouble) && !["USAGE", "OUTPUT_UNWRITABLE"].includes(trouble.code));
  const read = outputs.filter((output) => output.file !== undefined || output.format !== "text");
  if (!isOurs || io.signal.aborted || read.length === 0) return;
  const reason = typeof trouble === "string" ? trouble : trouble.message;
  const baselines = against.length === 0 ? ["released"] : against;
  const report = { status: "unchecked", baselines, verdicts: [], findings: [], compared: 0, reason } as const;
  await publish(factsOf(report, { cwd: io.cwd, version: packageVersion(), tookMs: performance.now() - began }), read, io);
}
