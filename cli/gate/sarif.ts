/** SARIF 2.1.0, for code scanning. */
import type { Place } from "../../catalog/index.js";
import { versionsText } from "./evidence.js";
import { type Found, type GateFacts, type Group, groupsOf, standing } from "./facts.js";
import { plainText } from "./plain.js";
import { rulePage, rulePageUri, ruleSummary } from "./rule-page.js";
import { hostPath, type Setting } from "./setting.js";
import { oneLine, visible } from "./visible.js";
import { baselinesText, groupTitle, headline } from "./words.js";

/** One run; findings that are waived are results with a suppression. */
export function sarifOf(facts: GateFacts, setting: Setting): string {
  const all = groupsOf(facts).flatMap((group) => group.findings.map((finding) => ({ finding, group })));
  const ids = [...new Set(all.map(({ finding }) => finding.rule))].sort();
  const driver = {
    name: facts.tool.name,
    version: facts.tool.version,
    informationUri: "https://www.npmjs.com/package/eventwright",
    rules: ids.map(ruleOf),
  };
  const unchecked = facts.status === "unchecked" ? [{ level: "error", message: messageOf(headline(facts)) }] : [];
  const run = {
    tool: { driver },
    columnKind: "utf16CodeUnits",
    // Up to the last slash it is the category, within which a later upload replaces an earlier one.
    automationDetails: { id: oneLine(setting.job === "" ? "eventwright/gate/" : `eventwright/gate/${setting.job}/`) },
    invocations: [{ executionSuccessful: facts.status !== "unchecked", toolExecutionNotifications: unchecked }],
    results: all.map(({ finding, group }) => resultOf(finding, { group, setting, index: ids.indexOf(finding.rule) })),
    properties: { status: facts.status, baselines: baselinesText(facts), compared: facts.compared, counts: facts.counts },
  };
  return JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2);
}

function ruleOf(id: string): object {
  const summary = ruleSummary(id) ?? "what the registry's own check would say";
  const page = rulePage(id);
  const name = id.toLowerCase().replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    id: oneLine(id),
    name: oneLine(name),
    shortDescription: { text: summary },
    ...(page === undefined ? {} : { helpUri: rulePageUri(id), help: { text: page, markdown: page } }),
    properties: { tags: ["compatibility", "schema"] },
  };
}

interface Around {
  readonly group: Group;
  readonly setting: Setting;
  readonly index: number;
}

function resultOf(finding: Found, { group, setting, index }: Around): object {
  const { place, was, fix, waiver, readBy, versions } = finding;
  const at = place ?? was;
  const logical = { fullyQualifiedName: groupTitle(group), kind: "type" };
  const related = [
    ...(was === undefined ? [] : [{ place: was, text: `before: ${versionsText(versions)}` }]),
    ...readBy.map((reader) => ({ place: reader.place, text: `read by ${reader.consumer}` })),
  ];
  return {
    ruleId: oneLine(finding.rule),
    ruleIndex: index,
    level: finding.severity === "error" ? "error" : "warning",
    message: messageOf(plainText(finding, setting.today)),
    locations: [{ ...(at === undefined ? {} : { physicalLocation: physical(at, setting) }), logicalLocations: [logical] }],
    relatedLocations: related.map((each, id) => ({
      id,
      physicalLocation: physical(each.place, setting),
      message: messageOf(oneLine(each.text)),
    })),
    partialFingerprints: { "eventwright/v1": oneLine(finding.fingerprint) },
    ...(waiver === undefined ? {} : { suppressions: [suppression(waiver, setting)] }),
    ...(fix === undefined ? {} : { fixes: [fixOf(finding, fix, setting)] }),
    properties: { standing: standing(finding), breaks: finding.breaks, path: visible(finding.path), versions },
  };
}

function suppression({ reason, owner, expires, place }: NonNullable<Found["waiver"]>, setting: Setting): object {
  const justification = oneLine(`until ${expires} by ${owner}: ${reason}`);
  return { kind: "external", status: "accepted", justification, location: { physicalLocation: physical(place, setting) } };
}

/** An insertion: the region that it replaces is empty. */
function fixOf(finding: Found, { place, insert }: NonNullable<Found["fix"]>, setting: Setting): object {
  const deletedRegion = { startLine: place.line, startColumn: place.column, endColumn: place.column };
  const replacements = [{ deletedRegion, insertedContent: { text: insert } }];
  const description = messageOf(oneLine(finding.waysOut[0] ?? "the first way out"));
  return { description, artifactChanges: [{ artifactLocation: { uri: uri(place.path, setting) }, replacements }] };
}

function physical(place: Place, setting: Setting): object {
  const end = place.length > 0 ? { endColumn: place.column + place.length } : {};
  return {
    artifactLocation: { uri: uri(place.path, setting) },
    region: { startLine: Math.max(1, place.line), startColumn: Math.max(1, place.column), ...end },
  };
}

function uri(path: string, setting: Setting): string {
  return hostPath(path, setting)
    .split("/")
    .map((step) => encodeURIComponent(visible(step)))
    .join("/");
}

/** In a message, braces name arguments unless they are doubled, and `[…](…)` is a link. */
function messageOf(text: string): object {
  return { text: text.replaceAll("{", "{{").replaceAll("}", "}}").replaceAll("](", "] (") };
}
