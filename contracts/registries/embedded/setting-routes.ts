import { refuse } from "./refusal.js";
import { type Answer, type Call, flag, part, type Route } from "./route.js";
import { type Level, levelOf, levels, type Mode, modeOf, modes, versionsOf } from "./state.js";

/** /config and /mode, for all subjects and for one; the global one is kept under "". */
export const settingRoutes: readonly Route[] = [
  { method: "GET", path: "/config", answer: getLevel },
  { method: "PUT", path: "/config", writes: true, answer: putLevel },
  { method: "DELETE", path: "/config", writes: true, answer: deleteLevel },
  { method: "GET", path: "/config/:subject", answer: getLevel },
  { method: "PUT", path: "/config/:subject", writes: true, answer: putLevel },
  { method: "DELETE", path: "/config/:subject", writes: true, answer: deleteLevel },
  { method: "GET", path: "/mode", answer: getMode },
  { method: "PUT", path: "/mode", writes: true, answer: putMode },
  { method: "GET", path: "/mode/:subject", answer: getMode },
  { method: "PUT", path: "/mode/:subject", writes: true, answer: putMode },
  { method: "DELETE", path: "/mode/:subject", writes: true, answer: deleteMode },
];

function getLevel(call: Call): Answer {
  const subject = part(call, "subject");
  const own = call.state.levels.get(subject);
  if (own === undefined && subject !== "" && !flag(call, "defaultToGlobal")) throw refuse.levelUnset(subject);
  return { json: { compatibilityLevel: own ?? levelOf(call.state, subject) } };
}

function putLevel(call: Call): Answer {
  const { compatibility } = call.body;
  const level: Level | undefined = levels.find((known) => known === String(compatibility).toUpperCase());
  if (level === undefined) throw refuse.invalidLevel(String(compatibility));
  call.state.levels.set(part(call, "subject"), level);
  return { json: { compatibility: level } };
}

function deleteLevel(call: Call): Answer {
  const subject = part(call, "subject");
  const own = call.state.levels.get(subject);
  if (own === undefined) throw refuse.subjectUnknown(subject);
  if (subject === "") call.state.levels.set("", "BACKWARD");
  else call.state.levels.delete(subject);
  return { json: { compatibilityLevel: own } };
}

function getMode(call: Call): Answer {
  const subject = part(call, "subject");
  const own = call.state.modes.get(subject);
  if (own === undefined && subject !== "" && !flag(call, "defaultToGlobal")) throw refuse.modeUnset(subject);
  return { json: { mode: own ?? modeOf(call.state, subject) } };
}

function putMode(call: Call): Answer {
  const subject = part(call, "subject");
  const mode: Mode | undefined = modes.find((known) => known === String(call.body.mode).toUpperCase());
  if (mode === undefined) throw refuse.invalidMode(String(call.body.mode));
  const used = subject === "" ? [...call.state.subjects.keys()] : [subject];
  const entering = mode === "IMPORT" && call.state.modes.get(subject) !== "IMPORT" && !flag(call, "force");
  if (entering && used.some((name) => versionsOf(call.state, name).length > 0)) {
    throw refuse.notPermitted("Cannot import since found existing subjects");
  }
  call.state.modes.set(subject, mode);
  return { json: { mode } };
}

function deleteMode(call: Call): Answer {
  const subject = part(call, "subject");
  const own = call.state.modes.get(subject);
  if (own === undefined) throw refuse.subjectUnknown(subject);
  call.state.modes.delete(subject);
  return { json: { mode: own } };
}
