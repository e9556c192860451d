import { EventwrightError } from "../../runtime/errors.js";
import type { EmittedFile, FillTemplate } from "../artifacts/artifact.js";
import type { Plan } from "../artifacts/plan.js";
import { isConfined } from "../manifest.js";
import { header } from "../render/header.js";
import type { CustomArtifact } from "./custom-artifact.js";
import { eventView } from "./event-view.js";
import { modelView, topicView } from "./topic-view.js";

/** The files of one artifact of the user's own. @throws EventwrightError CONFIG_INVALID, TEMPLATE_INVALID. */
export function emitCustom(artifact: CustomArtifact, plan: Plan, fill: FillTemplate): readonly EmittedFile[] {
  if (artifact.per === "event") {
    const schemas = plan.schemas.filter((schema) => schema.codec !== undefined);
    return schemas.map((schema) => emitOne(artifact, eventView(schema, plan), { from: schema.from, plan, fill }));
  }
  if (artifact.per === "topic")
    return plan.topics.map((topic) => emitOne(artifact, topicView(topic, plan), { from: topic.from, plan, fill }));
  return [emitOne(artifact, modelView(plan), { from: plan.folders[0]?.from ?? "schemas", plan, fill })];
}

interface Surroundings {
  readonly from: string;
  readonly plan: Plan;
  readonly fill: FillTemplate;
}

interface One<V> {
  readonly name: string;
  readonly path: (view: V) => string;
  readonly template?: string | undefined;
  readonly render?: ((view: V) => string) | undefined;
}

function emitOne<V extends object>(artifact: One<V>, view: V, { from, plan, fill }: Surroundings): EmittedFile {
  const { name, template, render } = artifact;
  const path = asked(name, "path", () => artifact.path(view));
  if (!isConfined(path) || path.split("/").some((part) => part.startsWith(".eventwright"))) {
    throw invalid(name, `its path ${JSON.stringify(path)} does not stay below the output folder`);
  }
  const body = render === undefined ? fill(templateName(template ?? name), view) : asked(name, "render", () => render(view));
  return { path, from, text: `${header(path, from, plan.options.banner)}${body}` };
}

/** A template's name in the folder of templates, with or without its ending. */
function templateName(file: string): string {
  return file.replace(/\.hbs$/, "");
}

/** Calls what the user wrote. */
function asked(name: string, what: string, call: () => unknown): string {
  let text: unknown;
  try {
    text = call();
  } catch (cause) {
    throw invalid(name, `its ${what} threw: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (typeof text === "string") return text;
  throw invalid(name, `its ${what} gave ${text === null ? "null" : typeof text} instead of a string`);
}

function invalid(name: string, problem: string, cause?: unknown): EventwrightError {
  return new EventwrightError("CONFIG_INVALID", {
    detail: `the artifact ${JSON.stringify(name)}: ${problem}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
