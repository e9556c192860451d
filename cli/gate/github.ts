/** Workflow commands, which GitHub shows at the line of the file. */
import { type Found, type GateFacts, type Group, groupsOf, standing } from "./facts.js";
import { plainText } from "./plain.js";
import { hostPath, type Setting } from "./setting.js";
import { oneLine } from "./visible.js";
import { groupTitle, headline } from "./words.js";

// GitHub shows this many of each kind for a step and drops the rest without a word.
const mostOfAKind = 10;
// What an annotation may hold, with room for the escapes.
const mostCharacters = 16_000;

const kinds = { breaks: "error", warns: "warning", waived: "notice" } as const;

/** At most ten of each kind: the tenth says how many more there are. */
export function githubOf(facts: GateFacts, setting: Setting): string {
  const unchecked = facts.status === "unchecked" ? [command("error", { title: "eventwright gate" }, headline(facts))] : [];
  const all = groupsOf(facts).flatMap((group) => group.findings.map((finding) => ({ finding, group })));
  const lines = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((stands) => {
    const own = all.filter(({ finding }) => standing(finding) === stands);
    const room = mostOfAKind - (stands === "breaks" ? unchecked.length : 0);
    const shown = own.length <= room ? own : own.slice(0, room - 1);
    const rest = own.length - shown.length;
    const more = rest === 0 ? [] : [command(kinds[stands], { title: "eventwright gate" }, `${rest} more: see the whole report`)];
    return [...shown.map(({ finding, group }) => annotation(kinds[stands], finding, group, setting)), ...more];
  });
  return [...unchecked, ...lines].join("\n");
}

function annotation(kind: string, finding: Found, group: Group, setting: Setting): string {
  const { place } = finding;
  const end = place !== undefined && place.length > 0 ? { endColumn: String(place.column + place.length) } : {};
  const at =
    place === undefined
      ? {}
      : { file: oneLine(hostPath(place.path, setting)), line: String(place.line), col: String(place.column), ...end };
  const text = plainText(finding, setting.today);
  const message = text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`;
  return command(kind, { ...at, title: `${oneLine(finding.rule)} ${groupTitle(group)}` }, message);
}

function command(kind: string, properties: Readonly<Record<string, string>>, message: string): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${data(value).replaceAll(":", "%3A").replaceAll(",", "%2C")}`);
  return `::${kind} ${words.join(",")}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
