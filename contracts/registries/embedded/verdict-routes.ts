import { readContent } from "./content.js";
import { refuse } from "./refusal.js";
import { type Answer, type Call, flag, part, type Route } from "./route.js";
import { levelOf, type StoredVersion, versionsOf } from "./state.js";
import { objections, versionsThatCount } from "./verdict.js";
import { versionNumber } from "./version.js";

/** /compatibility: the question that registering would ask, without registering. */
export const verdictRoutes: readonly Route[] = [
  { method: "POST", path: "/compatibility/subjects/:subject/versions", answer: againstLevel },
  { method: "POST", path: "/compatibility/subjects/:subject/versions/:version", answer: againstVersion },
];

function againstLevel(call: Call): Answer {
  const subject = part(call, "subject");
  return verdict(call, versionsThatCount(levelOf(call.state, subject), versionsOf(call.state, subject)));
}

function againstVersion(call: Call): Answer {
  const text = part(call, "version");
  const wanted = versionNumber(text);
  const versions = versionsOf(call.state, part(call, "subject"));
  if (wanted === "latest") return verdict(call, versions.slice(-1));
  const found = versions.find((entry) => entry.version === wanted);
  if (found === undefined) throw refuse.versionUnknown(text);
  return verdict(call, [found]);
}

function verdict(call: Call, versions: readonly StoredVersion[]): Answer {
  const content = readContent(call.state, call.body);
  const messages = objections(call.state, content, { level: levelOf(call.state, part(call, "subject")), versions }, call.compare);
  const verbose = flag(call, "verbose") ? { messages } : {};
  return { json: { is_compatible: messages.length === 0, ...verbose } };
}
