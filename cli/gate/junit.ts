/** For test reports: a suite for each event, a case for each version and direction, and one for each finding. */
import { questionsOf } from "../../contracts/index.js";
import { versionsText } from "./evidence.js";
import { type Found, type GateFacts, type Group, standing, type Verdict } from "./facts.js";
import { plainText } from "./plain.js";
import { hostPath, type Setting } from "./setting.js";
import { oneLine } from "./visible.js";
import { baselinesText, findingTitle, groupTitle, headline } from "./words.js";
import { element } from "./xml.js";

interface Case {
  readonly kind: "passed" | "failure" | "error" | "skipped";
  readonly xml: string;
}

/** Surefire's and Jenkins' JUnit XML, with the `file` and `line` that GitLab links. */
export function junitOf(facts: GateFacts, setting: Setting): string {
  const suites = facts.verdicts.map((verdict) => suite({ verdict, findings: verdict.findings }, facts, setting));
  const loose = facts.findings.length === 0 ? [] : [suite({ findings: facts.findings }, facts, setting)];
  const all = facts.status === "unchecked" ? [...suites, ...loose, uncheckedSuite(facts)] : [...suites, ...loose];
  const cases = all.flatMap((one) => one.cases);
  const attributes = { name: "eventwright gate", ...countsOf(cases, false), time: (facts.tookMs / 1000).toFixed(3) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", attributes, all.map((one) => one.xml).join("\n"))}`;
}

interface Suite {
  readonly cases: readonly Case[];
  readonly xml: string;
}

function suite(group: Group, facts: GateFacts, setting: Setting): Suite {
  const name = groupTitle(group);
  const { verdict } = group;
  const asked = verdict === undefined ? [] : passedCases(verdict, name);
  const cases = [...asked, ...group.findings.map((finding) => findingCase(finding, name, setting))];
  const properties = [
    { name: "baselines", value: baselinesText(facts) },
    ...(verdict === undefined
      ? []
      : [
          { name: "mode", value: verdict.mode },
          { name: "verdict", value: verdict.verdict },
        ]),
  ];
  return suiteOf(name, cases, properties);
}

function suiteOf(name: string, cases: readonly Case[], properties: readonly Readonly<Record<string, string>>[]): Suite {
  const listed = element("properties", {}, properties.map((each) => element("property", each)).join("\n"));
  return { cases, xml: element("testsuite", { name, ...countsOf(cases, true) }, [listed, ...cases.map((one) => one.xml)].join("\n")) };
}

function countsOf(cases: readonly Case[], withSkipped: boolean): Readonly<Record<string, string>> {
  const count = (kind: Case["kind"]) => String(cases.filter((one) => one.kind === kind).length);
  const counts = { tests: String(cases.length), failures: count("failure"), errors: count("error") };
  return withSkipped ? { ...counts, skipped: count("skipped") } : counts;
}

/** What was asked and is well: each version in each direction that no error speaks of. */
function passedCases(verdict: Verdict, classname: string): readonly Case[] {
  if (verdict.against.length === 0) {
    const skipped = element("skipped", { message: "never released: there is nothing to compare with" });
    return [{ kind: "skipped", xml: element("testcase", { name: "released versions", classname }, skipped) }];
  }
  return questionsOf(verdict.mode, verdict.against)
    .filter(({ breaks, version }) => !verdict.findings.some((one) => one.breaks === breaks && one.versions.includes(version)))
    .map(({ breaks, version }) => {
      const name = breaks === "backward" ? `new consumers read events of v${version}` : `consumers on v${version} read new events`;
      return { kind: "passed", xml: element("testcase", { name, classname }) };
    });
}

function findingCase(finding: Found, classname: string, setting: Setting): Case {
  const { place, versions, breaks, waiver } = finding;
  const versioned = versions.length === 0 ? "" : ` (${versionsText(versions)}, ${breaks})`;
  const at = place === undefined ? {} : { file: oneLine(hostPath(place.path, setting)), line: String(place.line) };
  const attributes = { name: `${findingTitle(finding)}${versioned}`, classname, ...at };
  const text = plainText(finding, setting.today);
  const stands = standing(finding);
  if (stands === "warns") return { kind: "passed", xml: element("testcase", attributes, element("system-out", {}, { text })) };
  const message =
    stands === "waived" ? oneLine(`waived until ${waiver?.expires} by ${waiver?.owner}: ${waiver?.reason}`) : oneLine(finding.message);
  const kind = stands === "waived" ? "skipped" : "failure";
  return { kind, xml: element("testcase", attributes, element(kind, { type: oneLine(finding.rule), message }, { text })) };
}

/** Nothing checked is never green. */
function uncheckedSuite(facts: GateFacts): Suite {
  const error = element("error", { type: "UNCHECKED", message: headline(facts) });
  const testcase = element("testcase", { name: "something was compared", classname: "eventwright gate" }, error);
  return suiteOf("eventwright gate", [{ kind: "error", xml: testcase }], [{ name: "baselines", value: baselinesText(facts) }]);
}
