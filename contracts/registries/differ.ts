import type { EventModel } from "../../catalog/index.js";
import { askRegistry, type RegistryAddress } from "./client.js";
import { shelvesOf } from "./shelves.js";
import { openSubjects } from "./subjects.js";

/** How one subject differs between the catalog and the registry; equal where all three are empty. */
export interface SubjectDifference {
  readonly subject: string;
  readonly topic: string;
  /** How many versions both sides have. */
  readonly same: number;
  readonly onlyHere: readonly { readonly event: string; readonly version: number; readonly isReleased: boolean }[];
  readonly onlyThere: readonly { readonly event: string; readonly version: number; readonly problem?: string }[];
  /** Set where the compatibility levels differ. */
  readonly level?: { readonly here: string; readonly there: string };
}

/** Compares every subject of the model; texts that say the same are the same. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function diffRegistry(options: RegistryAddress & { readonly model: EventModel }): Promise<readonly SubjectDifference[]> {
  const shelves = await shelvesOf(options.model, openSubjects(options));
  return Promise.all(
    shelves.map(async ({ subject, topic, here, there, events }) => {
      const [meantHere, meantThere] = [here, there].map((side) => new Set(side.map(({ meaning }) => meaning)));
      const onlyHere = here.filter(({ meaning }) => !meantThere?.has(meaning));
      const onlyThere = there.filter(({ meaning }) => !meantHere?.has(meaning));
      const level = events.length === 0 || there.length === 0 ? topic.compatibility : await levelOf(options, subject);
      return {
        subject,
        topic: topic.topic,
        same: here.length - onlyHere.length,
        onlyHere: onlyHere.map(({ event, version, isReleased }) => ({ event: event.name, version, isReleased })),
        onlyThere: onlyThere.map(({ name, version, problem }) => ({ event: name, version, ...(problem !== undefined && { problem }) })),
        ...(level !== topic.compatibility && { level: { here: topic.compatibility, there: level } }),
      };
    }),
  );
}

/** The subject's own, or the one that holds for all. */
async function levelOf(address: RegistryAddress, subject: string): Promise<string> {
  const own = await askRegistry(address, "GET", `/config/${encodeURIComponent(subject)}`);
  const answer = own.status === 200 ? own : await askRegistry(address, "GET", "/config");
  const { body } = answer;
  return typeof body === "object" && body !== null && "compatibilityLevel" in body ? String(body.compatibilityLevel) : "unknown";
}
