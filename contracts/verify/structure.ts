/** The gate's verdict, as one more proof. */
import type { EventModel } from "../../catalog/index.js";
import { isEventwrightError } from "../../runtime/errors.js";
import type { EventVerdict } from "../evolution/finding.js";
import { gate } from "../evolution/gate/gate.js";
import type { Proof } from "./report.js";

/** What the rules say of every event; not run where nothing was ever released. */
export async function proveStructure(model: EventModel): Promise<readonly Proof[]> {
  try {
    const { verdicts } = await gate({ model });
    return verdicts.map((verdict) => proofOf(model, verdict));
  } catch (error) {
    if (!isEventwrightError(error, "BASELINE_UNAVAILABLE")) throw error;
    return model.topics.flatMap((topic) => topic.events.map((event) => notRun(event.name, topic.topic)));
  }
}

function proofOf(model: EventModel, verdict: EventVerdict): Proof {
  if (verdict.verdict === "new") return notRun(verdict.event, verdict.topic);
  const errors = verdict.findings.filter((finding) => finding.severity === "error");
  const place = model.schemas.find((schema) => schema.name === verdict.event)?.place;
  return {
    event: verdict.event,
    topic: verdict.topic,
    kind: "structure",
    status: errors.length === 0 ? "passed" : "failed",
    values: 0,
    problems: errors.map((finding) => `${finding.rule} ${finding.path}: ${finding.message}`),
    places: [...errors.flatMap((finding) => finding.place ?? []), ...(errors.length === 0 && place !== undefined ? [place] : [])],
  };
}

function notRun(event: string, topic: string): Proof {
  return { event, topic, kind: "structure", status: "not run", values: 0, problems: ["no version was ever released"], places: [] };
}
