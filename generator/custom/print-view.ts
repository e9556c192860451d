import type { EventModel } from "../../catalog/index.js";
import { planOutput } from "../artifacts/plan.js";
import type { GenerateOptions } from "../options.js";
import { modelView } from "./topic-view.js";
import type { EventView } from "./views.js";

/** The view of every event, as templates and artifacts of users see it. */
export function eventViews(model: EventModel, options: GenerateOptions = {}): readonly EventView[] {
  return modelView(planOutput(model, options)).events;
}
