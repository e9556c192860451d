import { refuse } from "./refusal.js";
import { described, lookUp, register } from "./register.js";
import { type Answer, type Call, flag, part, type Route } from "./route.js";
import { type RegistryState, type StoredVersion, schemaOf, versionsOf } from "./state.js";
import { versionAt } from "./version.js";

/** Everything below /subjects. */
export const subjectRoutes: readonly Route[] = [
  { method: "GET", path: "/subjects", answer: listSubjects },
  { method: "POST", path: "/subjects/:subject", answer: lookUp },
  { method: "DELETE", path: "/subjects/:subject", writes: true, answer: deleteSubject },
  { method: "GET", path: "/subjects/:subject/versions", answer: listVersions },
  { method: "POST", path: "/subjects/:subject/versions", writes: true, answer: register },
  {
    method: "GET",
    path: "/subjects/:subject/versions/:version",
    answer: (call) => ({ json: described(call.state, part(call, "subject"), named(call)) }),
  },
  { method: "DELETE", path: "/subjects/:subject/versions/:version", writes: true, answer: deleteVersion },
  {
    method: "GET",
    path: "/subjects/:subject/versions/:version/schema",
    answer: (call) => ({ text: schemaOf(call.state, named(call).id).text }),
  },
  {
    method: "GET",
    path: "/subjects/:subject/versions/:version/referencedby",
    answer: (call) => ({ json: referrers(call.state, part(call, "subject"), named(call).version) }),
  },
];

function named(call: Call): StoredVersion {
  return versionAt(call.state, part(call, "subject"), part(call, "version"), flag(call, "deleted"));
}

function listSubjects(call: Call): Answer {
  const prefix = call.query.get("subjectPrefix") ?? "";
  const names = [...call.state.subjects].filter(([, versions]) => shown(call, versions)).map(([name]) => name);
  return { json: names.filter((name) => name.startsWith(prefix)).sort() };
}

function shown(call: Call, versions: readonly StoredVersion[]): boolean {
  if (versions.length === 0) return false;
  const gone = versions.every((entry) => entry.deleted);
  return flag(call, "deletedOnly") ? gone : flag(call, "deleted") || !gone;
}

function listVersions(call: Call): Answer {
  const subject = part(call, "subject");
  const all = versionsOf(call.state, subject, true);
  const versions = flag(call, "deletedOnly")
    ? all.filter((entry) => entry.deleted)
    : versionsOf(call.state, subject, flag(call, "deleted"));
  if (versions.length === 0) throw refuse.subjectUnknown(subject);
  return { json: versions.map((entry) => entry.version) };
}

function deleteSubject(call: Call): Answer {
  const { state } = call;
  const subject = part(call, "subject");
  const all = versionsOf(state, subject, true);
  const live = versionsOf(state, subject);
  if (all.length === 0) throw refuse.subjectUnknown(subject);
  if (flag(call, "permanent")) {
    if (live.length > 0) throw refuse.subjectNotSoftDeleted(subject);
    for (const map of [state.subjects, state.levels, state.modes]) map.delete(subject);
    return { json: all.map((entry) => entry.version) };
  }
  if (live.length === 0) throw refuse.subjectSoftDeleted(subject);
  for (const entry of live) {
    if (referrers(state, subject, entry.version).length > 0) throw refuse.referenced(subject, entry.version);
  }
  for (const entry of live) entry.deleted = true;
  return { json: live.map((entry) => entry.version) };
}

function deleteVersion(call: Call): Answer {
  const { state } = call;
  const subject = part(call, "subject");
  const entry = versionAt(state, subject, part(call, "version"), true);
  if (flag(call, "permanent")) {
    if (!entry.deleted) throw refuse.versionNotSoftDeleted(subject, entry.version);
    const left = versionsOf(state, subject, true).filter((other) => other !== entry);
    if (left.length === 0) state.subjects.delete(subject);
    else state.subjects.set(subject, left);
    return { json: entry.version };
  }
  if (entry.deleted) throw refuse.versionSoftDeleted(subject, entry.version);
  if (referrers(state, subject, entry.version).length > 0) throw refuse.referenced(subject, entry.version);
  entry.deleted = true;
  return { json: entry.version };
}

/** Ids of the schemas in use that reference this version. */
function referrers(state: RegistryState, subject: string, version: number): number[] {
  const live = new Set(
    [...state.subjects.values()].flatMap((versions) => versions.filter((entry) => !entry.deleted).map((entry) => entry.id)),
  );
  const refers = (id: number) =>
    schemaOf(state, id).references.some((reference) => reference.subject === subject && reference.version === version);
  return [...live].filter(refers).sort((a, b) => a - b);
}
