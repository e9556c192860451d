/** What a comparison of two schemas can't see: the event's own name, its frozen files, that it is gone. */
import type { EventModel, Place, ReleasedVersion, SchemaModel, TopicModel } from "../../../catalog/index.js";
import { fingerprint } from "../fingerprint.js";
import { type BaselineEvent, type BaselineVersion, nameOf } from "./baseline.js";
import type { Candidate } from "./match.js";
import type { Earlier, Raw } from "./raw.js";

/** An event under another full name without an alias: consumers and subjects know it by its name. */
export function renamedFinding({ event, topic }: Candidate, model: EventModel, last: BaselineVersion): Raw | undefined {
  const before = nameOf(last);
  if (before === event.name || (model.types.get(event.name)?.aliases ?? []).includes(before)) return undefined;
  // An alias is the reader's: consumers that stay on the old version have none.
  const canAlias = event.format === "avro" && topic.compatibility.startsWith("BACKWARD");
  const alias = canAlias ? [`keep the old name as an alias: "aliases": ["${before}"]`] : [];
  return {
    rule: "EVENT_RENAMED",
    severity: "error",
    breaks: "backward",
    message: `consumers of ${before} don't get events written after this change, and new consumers don't know those already in the topic: it is called ${event.name} now`,
    path: "",
    ...placesOf(event, model, last),
    before: JSON.stringify(before),
    after: JSON.stringify(event.name),
    waysOut: [...alias, `keep the name ${before}`, `let ${before} stand and add ${event.name} as a new event`],
    fingerprint: fingerprint(["EVENT_RENAMED", topic.topic, before]),
    version: last.version,
  };
}

/** A frozen version that says something else than the baseline knows, with or without its sum in released.json. */
export function editedFindings(event: SchemaModel, frozen: Frozen, earlier: readonly Earlier[]): readonly Raw[] {
  const found = new Map<string, Raw>();
  for (const { baseline, events } of earlier) {
    if (baseline === "released") continue;
    for (const before of events.flatMap((one) => one.versions)) {
      if (!before.isFrozen) continue;
      const now = event.released.find((version) => version.version === before.version) ?? frozen.get(before.place.path);
      if (now !== undefined && isSame(now, before)) continue;
      const finding = edited(event, before, now?.place);
      if (!found.has(finding.fingerprint)) found.set(finding.fingerprint, finding);
    }
  }
  return [...found.values()];
}

/** Every released version of the candidate, by path. */
export type Frozen = ReadonlyMap<string, Pick<ReleasedVersion, "sum" | "fingerprint" | "place">>;

/** Collects them. */
export function frozenOf(model: EventModel): Frozen {
  const all = [...model.schemas, ...(model.removed ?? [])].flatMap((schema) => schema.released);
  return new Map(all.map((version) => [version.place.path, version]));
}

/** Other bytes may still say the same. */
function isSame(now: Pick<ReleasedVersion, "sum" | "fingerprint">, before: BaselineVersion): boolean {
  return (now.sum !== undefined && now.sum === before.sum) || now.fingerprint === before.fingerprint;
}

function edited(event: SchemaModel, before: BaselineVersion, place: Place | undefined): Raw {
  const what = place === undefined ? "is gone" : "was edited";
  return {
    rule: "RELEASED_EDITED",
    severity: "error",
    breaks: "backward",
    message: `whoever reads v${before.version} of ${event.shortName} relies on a file that ${what}: events written with it are still what it said`,
    path: "",
    place: place ?? event.place,
    was: before.place,
    waysOut: [`restore it: git checkout REF -- ${before.place.path}`, "change the schema outside of released/ and run eventwright release"],
    fingerprint: fingerprint(["RELEASED_EDITED", event.name, String(before.version)]),
    version: before.version,
  };
}

/** A released event that nothing of the candidate is any more. */
export function goneFinding(event: BaselineEvent, topic: Pick<TopicModel, "topic" | "place">): Raw {
  const last = event.versions.at(-1);
  const version = last?.version ?? 1;
  return {
    rule: "EVENT_REMOVED",
    severity: "error",
    breaks: "backward",
    message: `new consumers can't read events already in the topic (v${version} is still there): the schema of ${event.shortName} is gone`,
    path: "",
    place: topic.place,
    ...(last === undefined ? {} : { was: last.place }),
    waysOut: ["restore the schema file", "stop producing it, and remove schema and released files together once retention is over"],
    fingerprint: fingerprint(["EVENT_REMOVED", topic.topic, event.shortName]),
    version,
  };
}

function placesOf(event: SchemaModel, model: EventModel, last: BaselineVersion): { readonly place: Place; readonly was: Place } {
  return { place: model.types.get(event.name)?.place ?? event.place, was: last.types.get(nameOf(last))?.place ?? last.place };
}
