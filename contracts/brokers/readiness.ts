import { EventwrightError } from "../../runtime/errors.js";
import type { GuardedChild } from "./guarded-child.js";
import { type ClusterMetadata, probeMetadata } from "./metadata-probe.js";

export interface ReadinessOptions {
  readonly child: GuardedChild;
  /** For messages, e.g. `mokapi 0.52.0`. */
  readonly name: string;
  readonly bootstrap: string;
  /** Tells our broker from another one that took the port. */
  readonly isOurs: (metadata: ClusterMetadata) => boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits until the broker answers a metadata request; ends the child and says why when it never does. @throws EventwrightError BROKER_START_FAILED. */
export async function untilReady(options: ReadinessOptions): Promise<void> {
  const { child, bootstrap } = options;
  const end = Date.now() + options.timeoutMs;
  let last = "it did not listen";
  while (Date.now() < end) {
    if (options.signal?.aborted) {
      await child.kill();
      throw options.signal.reason;
    }
    if (!child.running) throw await startFailure(options, `it ended with ${exitText(await child.exited)}`);
    try {
      const metadata = await probeMetadata(bootstrap, 1_000);
      if (options.isOurs(metadata)) return;
      last = `${bootstrap} answers, but as another cluster (${metadata.clusterId}) or without a controller`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await child.kill();
  throw await startFailure(options, `not ready within ${options.timeoutMs / 1000} s; ${last}`);
}

async function startFailure(options: ReadinessOptions, what: string): Promise<EventwrightError> {
  const tail = await options.child.tail();
  const busy = /address already in use|Failed to bind/i.test(tail);
  return new EventwrightError("BROKER_START_FAILED", {
    detail: `${options.name} at ${options.bootstrap}: ${what}${tail === "" ? "" : `\n${tail}`}`,
    hint: busy ? "another process has the port; choose another one or let it be chosen" : "the lines above are the broker's own last words",
  });
}

function exitText(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `exit code ${exit.code}` : exit.signal;
}
