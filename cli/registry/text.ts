import type { Pull, PushOutcome, SubjectDifference } from "../../contracts/index.js";
import type { CommandIo } from "../command.js";
import { counted, paint, printable, seconds } from "../report.js";

/** What was pushed, a line each, and what it comes to. */
export function pushText(outcomes: readonly PushOutcome[], tookMs: number, io: CommandIo): string {
  const of = (outcome: PushOutcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome);
  const [registered, missing, present, rejected] = [of("registered"), of("missing"), of("present"), of("rejected")];
  const lines = [
    ...registered.map((one) => `registered  ${printable(one.subject)}  v${one.version}  id ${one.id}`),
    ...missing.map((one) => `missing     ${printable(one.subject)}  v${one.version}`),
    ...rejected.map(
      (one) => `${paint(io, "red", "rejected")}    ${printable(one.subject)}  v${one.version}\n            ${printable(one.reason ?? "")}`,
    ),
  ];
  const done = missing.length > 0 ? `${missing.length} would be registered` : `${registered.length} registered`;
  return [...lines, `${done}, ${present.length} already there, ${rejected.length} rejected   ${seconds(tookMs)}`].join("\n");
}

/** What was pulled, a line each, and what it comes to. */
export function pullText({ outcomes }: Pull, run: { readonly dryRun: boolean; readonly tookMs: number }, io: CommandIo): string {
  const count = (wanted: string) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const lines = outcomes.flatMap(({ outcome, subject, registryVersion, event, version, reason }) => {
    const from = printable(`${subject}  version ${registryVersion}`);
    if (outcome === "pulled") return [`${paint(io, "green", "pulled")}   ${from}  → ${printable(event)} v${version}`];
    return outcome === "refused" ? [`${paint(io, "red", "refused")}  ${from}\n         ${printable(reason ?? "")}`] : [];
  });
  const words = run.dryRun ? "would be pulled" : "pulled";
  const last = `${counted(count("pulled"), "version")} ${words}, ${count("present")} already released, ${count("refused")} refused   ${seconds(run.tookMs)}`;
  return [...lines, last].join("\n");
}

/** True for a subject that both sides have alike. */
export function isEqual({ onlyHere, onlyThere, level }: SubjectDifference): boolean {
  return onlyHere.length === 0 && onlyThere.length === 0 && level === undefined;
}

/** What is missing or different on either side, subject by subject. */
export function diffText(subjects: readonly SubjectDifference[], tookMs: number, io: CommandIo): string {
  const different = subjects.filter((subject) => !isEqual(subject));
  const lines = different.map((subject) => [paint(io, "bold", printable(subject.subject)), ...linesOf(subject)].join("\n"));
  const equal = subjects.length - different.length;
  return [...lines, `${counted(subjects.length, "subject")}: ${equal} equal, ${different.length} different   ${seconds(tookMs)}`].join(
    "\n",
  );
}

function linesOf({ onlyHere, onlyThere, level, same }: SubjectDifference): readonly string[] {
  return [
    ...onlyHere.map(
      ({ event, version, isReleased }) => `  here only    ${printable(event)} v${version}${isReleased ? "" : ", not released yet"}`,
    ),
    ...onlyThere.map(({ event, version, problem }) => {
      const what = problem === undefined ? printable(event) : `can't be understood: ${printable(problem)}`;
      return `  there only   version ${version}  ${what}`;
    }),
    ...(level === undefined ? [] : [`  level        here ${level.here}, there ${printable(level.there)}`]),
    ...(same === 0 ? [] : [`  same         ${counted(same, "version")}`]),
  ];
}
