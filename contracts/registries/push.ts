import type { EventModel, SchemaModel, TopicModel } from "../../catalog/index.js";
import { EventwrightError, subjectOf } from "../../runtime/index.js";
import { askRegistry, type RegistryAddress, type RegistryAnswer, wordsOf } from "./client.js";

/** What became of one version of one event. */
export interface PushOutcome {
  readonly subject: string;
  /** Full name. */
  readonly event: string;
  readonly topic: string;
  /** The catalog's version number; the registry counts its own. */
  readonly version: number;
  /** missing: a dry run would register it. */
  readonly outcome: "registered" | "present" | "rejected" | "missing";
  readonly id?: number;
  /** The registry's words, when it rejected it; later versions of the same event were not tried then. */
  readonly reason?: string;
}

/** Where to, and what. */
export interface PushOptions extends RegistryAddress {
  readonly model: EventModel;
  /** True: nothing is written, neither versions nor levels. */
  readonly dryRun?: boolean;
}

/**
 * Registers the released versions of every event in order, then the current one, under the topic's subjects, and sets their compatibility.
 * Each text holds all that it refers to, as generated codecs do, which look their ids up by it: so no order among events matters.
 * What is there already stays as it is, so a second push changes nothing.
 * @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED when it lets us do nothing at all.
 */
export async function pushCatalog(options: PushOptions): Promise<readonly PushOutcome[]> {
  const outcomes: PushOutcome[] = [];
  for (const topic of options.model.topics) {
    const subjects = new Set<string>();
    for (const event of topic.events) {
      const subject = subjectOf({ name: topic.topic, subject: topic.subject }, event.name);
      if (!subjects.has(subject) && options.dryRun !== true) await setLevel(options, subject, topic.compatibility);
      subjects.add(subject);
      outcomes.push(...(await pushEvent(options, { topic, event, subject })));
    }
  }
  return outcomes;
}

async function setLevel(address: RegistryAddress, subject: string, compatibility: string): Promise<void> {
  const path = `/config/${encodeURIComponent(subject)}`;
  const before = await askRegistry(address, "GET", path);
  if (before.status === 200 && fieldOf(before, "compatibilityLevel") === compatibility) return;
  const answer = await askRegistry(address, "PUT", path, { compatibility });
  if (answer.status !== 200) throw refused(`setting ${subject} to ${compatibility}`, answer);
}

async function pushEvent(
  options: PushOptions,
  at: { readonly topic: TopicModel; readonly event: SchemaModel; readonly subject: string },
): Promise<PushOutcome[]> {
  const { topic, event, subject } = at;
  const outcomes: PushOutcome[] = [];
  for (const { version, text } of versionsOf(event)) {
    const result = await pushVersion(options, subject, schemaBody(event, text));
    outcomes.push({ subject, event: event.name, topic: topic.topic, version, ...result });
    if (result.outcome === "rejected") break;
  }
  return outcomes;
}

function versionsOf(event: SchemaModel): { version: number; text: string }[] {
  const released = event.released.map(({ version, text }) => ({ version, text }));
  const isReleased = event.released.some((version) => version.fingerprint === event.fingerprint);
  return isReleased ? released : [...released, { version: event.version, text: event.text }];
}

function schemaBody(event: SchemaModel, text: string): Readonly<Record<string, unknown>> {
  return event.format === "json" ? { schema: text, schemaType: "JSON" } : { schema: text };
}

async function pushVersion(
  address: PushOptions,
  subject: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Pick<PushOutcome, "outcome" | "id" | "reason">> {
  const path = `/subjects/${encodeURIComponent(subject)}`;
  const found = await askRegistry(address, "POST", path, body);
  const present = idOf(found);
  if (found.status === 200 && present !== undefined) return { outcome: "present", id: present };
  if (address.dryRun === true) return { outcome: "missing" };
  const answer = await askRegistry(address, "POST", `${path}/versions`, body);
  const id = idOf(answer);
  if (answer.status === 200 && id !== undefined) return { outcome: "registered", id };
  if (answer.status === 409 || answer.status === 422) return { outcome: "rejected", reason: wordsOf(answer) };
  throw refused(`registering under ${subject}`, answer);
}

function idOf(answer: RegistryAnswer): number | undefined {
  const id = fieldOf(answer, "id");
  return typeof id === "number" ? id : undefined;
}

function fieldOf(answer: RegistryAnswer, name: string): unknown {
  const { body } = answer;
  return typeof body === "object" && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : undefined;
}

function refused(what: string, answer: RegistryAnswer): EventwrightError {
  const hint =
    answer.status === 401 || answer.status === 403
      ? "check the user's name, password and rights"
      : "check the URL: it ends where /subjects follows";
  return new EventwrightError("REGISTRY_REJECTED", { detail: `${what}: ${wordsOf(answer)}`, hint });
}
