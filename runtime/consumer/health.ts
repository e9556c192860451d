import type { Trouble } from "../trouble.js";
import type { ConsumerHealth } from "./consumer.js";
import type { GroupIntake } from "./intake.js";
import type { Tally } from "./tally.js";

const stalledAfterMs = 30_000;

/** What is true now, from the same facts that the loop runs on. */
export function healthOf(intake: GroupIntake, tally: Tally, trouble: Trouble): ConsumerHealth {
  const { works, mode } = intake;
  const assigned = works.map(({ topic, partition, track }) => ({ topic, partition, watermark: track.watermark() }));
  const inFlight = works.reduce((sum, { track }) => sum + track.open, 0);
  const now = performance.now();
  const stalled = works.some(({ idle, lastDoneAt }) => !idle && now - lastDoneAt > stalledAfterMs);
  const running = mode === "open" ? (stalled ? "stalled" : "running") : "waiting";
  return { state: mode === "closed" || mode === "closing" ? "closed" : running, assigned, inFlight, trouble: trouble.current, ...tally };
}
