/** One file that needs nothing else: no script, no font, no address is loaded. */
import { type Evidence, evidenceOf, placeText } from "./evidence.js";
import { type Found, type GateFacts, type Group, groupsOf, standing } from "./facts.js";
import { style } from "./html-style.js";
import { rulePage, rulePageUri } from "./rule-page.js";
import type { Setting } from "./setting.js";
import { oneLine, visible } from "./visible.js";
import { groupMode, groupTitle, headline, lastLine, quietTopics } from "./words.js";
import { escapeXml } from "./xml.js";

/** A page that is well-formed XML too; all text of schemas is escaped. */
export function htmlOf(facts: GateFacts, setting: Setting): string {
  const quiet = quietTopics(facts).map((line) => `<li>${escapeXml(line)}</li>`);
  return [
    "<!DOCTYPE html>",
    '<html lang="en" xmlns="http://www.w3.org/1999/xhtml">',
    '<head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>`,
    `<title>eventwright gate: ${escapeXml(headline(facts))}</title><style>${style}</style></head>`,
    `<body class="${facts.status}"><main>`,
    `<h1>${escapeXml(headline(facts))}</h1>`,
    `<p class="counts">${escapeXml(lastLine(facts))}</p>`,
    ...groupsOf(facts).map((group) => section(group, facts, setting)),
    quiet.length === 0 ? "" : `<section><h2>Nothing found</h2><ul>${quiet.join("")}</ul></section>`,
    `<footer>eventwright ${escapeXml(facts.tool.version)}</footer></main></body></html>`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function section(group: Group, facts: GateFacts, setting: Setting): string {
  const mode = groupMode(group, facts);
  const findings = group.findings.map((finding) => article(finding, setting)).join("\n");
  return `<section><h2>${escapeXml(groupTitle(group))}</h2>\n<p class="mode">${escapeXml(mode)}</p>\n${findings}</section>`;
}

function article(finding: Found, setting: Setting): string {
  const stands = standing(finding);
  const rule = escapeXml(oneLine(finding.rule));
  const link = rulePage(finding.rule) === undefined ? rule : `<a href="${escapeXml(rulePageUri(finding.rule))}">${rule}</a>`;
  const path = finding.path === "" ? "" : ` <code>${escapeXml(oneLine(finding.path))}</code>`;
  const at = finding.place === undefined ? "" : `<p class="at">${escapeXml(oneLine(placeText(finding.place)))}</p>`;
  const evidence = evidenceOf(finding, setting.today).map(row).join("\n");
  return [
    `<article class="${stands}"><h3><span class="word">${words[stands]}</span> ${link}${path}</h3>${at}`,
    `<p class="message">${escapeXml(visible(finding.message))}</p>`,
    `<dl>${evidence}</dl></article>`,
  ].join("\n");
}

const words = { breaks: "breaks", warns: "warning", waived: "waived" } as const;

function row({ label, as, lines }: Evidence): string {
  const cells = lines.map((line) => escapeXml(line));
  const inside =
    as === "list"
      ? `<ol>${cells.map((cell) => `<li>${cell}</li>`).join("")}</ol>`
      : as === "plain"
        ? cells.join("<br/>")
        : `<pre>${cells.map((cell) => (as === "diff" ? `<span class="${cell.startsWith("+") ? "new" : "old"}">${cell}</span>` : cell)).join("\n")}</pre>`;
  return `<dt>${label}</dt><dd>${inside}</dd>`;
}
