import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { GateFacts } from "../../../cli/gate/facts.js";
import { formatNames, formats } from "../../../cli/gate/formats.js";
import { repository } from "../../generator/kit.js";
import { cwd, hostile, many, rich, setting, unchecked, wild } from "./reports.js";

const folder = join(repository, "test/fixtures/gate");
const endings = {
  text: "txt",
  json: "json",
  junit: "xml",
  sarif: "sarif",
  github: "github.txt",
  gitlab: "gitlab.json",
  markdown: "md",
  comment: "comment.md",
  html: "html",
} as const;
const reports = { rich, unchecked } as const;

const render = async (name: keyof typeof formats, facts: GateFacts, more: Partial<typeof setting> = {}) =>
  (await formats[name]())(facts, { ...setting, ...more });

describe.each(Object.entries(reports))("%s", (name, facts) => {
  test.each(formatNames)("as %s", async (format) => {
    const file = join(folder, name, `gate.${endings[format]}`);
    const text = await render(format, facts);
    if (process.env.UPDATE_GOLDEN === "1") {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, "utf8"));
  });

  test("has no other file", () => {
    expect(readdirSync(join(folder, name)).sort()).toEqual(formatNames.map((format) => `gate.${endings[format]}`).sort());
  });

  test("json is what the published schema describes", async () => {
    const validate = new Ajv2020({ allErrors: true, strict: false, formats: { date: /^\d{4}-\d\d-\d\d$/ } }).compile(published());
    validate(JSON.parse(await render("json", facts)));
    expect(validate.errors).toBeNull();
  });

  test("sarif is what OASIS's schema describes", async () => {
    expect(sarifErrors(JSON.parse(await render("sarif", facts)))).toEqual([]);
  });

  test("junit is what the schema describes", async () => {
    expect(
      (await xmlErrors(await render("junit", facts), [readFileSync(join(folder, "junit.xsd"), "utf8")])).map((error) => error.message),
    ).toEqual([]);
  });

  test("html is well-formed, loads nothing and runs nothing", async () => {
    const page = await render("html", facts);
    expect(await xmlErrors(page, [])).toEqual([]);
    expect(page).not.toMatch(/<script|\bon\w+=|src=|@import|url\(/i);
  });

  test("gitlab has the members that it asks for, and each fingerprint once", async () => {
    const issues: readonly GitlabIssue[] = JSON.parse(await render("gitlab", facts));
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) {
      expect(issue).toMatchObject({ description: expect.stringMatching(/^.+$/), check_name: expect.stringMatching(/^[A-Z_]+$/) });
      expect(["info", "minor", "major", "critical", "blocker"]).toContain(issue.severity);
      expect(issue.location.path).toMatch(/^(?!\.\/|\/)/);
      expect(issue.location.lines.begin).toBeGreaterThan(0);
    }
    expect(new Set(issues.map((issue) => issue.fingerprint)).size).toBe(issues.length);
  });

  test.each(formatNames)("%s has no secret, no folder of this machine and nothing that steers", async (format) => {
    const text = await render(format, facts);
    expect(text).not.toMatch(/hunter|bob/);
    expect(text).not.toContain(cwd);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u);
  });
});

interface GitlabIssue {
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function published(): object {
  return JSON.parse(readFileSync(join(repository, "docs/gate.v1.schema.json"), "utf8"));
}

/** The schema is of draft-04, of which it uses nothing that draft-07 reads in another way; one of its patterns is none with the `u` flag. */
function sarifErrors(document: object): readonly string[] {
  const { id, $schema, ...schema } = JSON.parse(readFileSync(join(folder, "sarif-2.1.0.schema.json"), "utf8"));
  expect([id, $schema]).toEqual([expect.stringContaining("sarif-2.1.0"), expect.stringContaining("draft-04")]);
  expect(JSON.stringify(schema)).not.toContain("exclusiveM");
  const formats = { uri: /^[a-z]+:/, "uri-reference": /^[^\s\\]*$/, "date-time": true } as const;
  const validate = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats }).compile(schema);
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

async function xmlErrors(contents: string, schema: readonly string[]) {
  const xml = [{ fileName: "report.xml", contents }];
  const { errors } = await validateXML(schema.length > 0 ? { xml, schema: [...schema] } : { xml, normalization: "format" });
  return errors;
}

test("the judges say no to what is wrong", async () => {
  const log = JSON.parse(await render("sarif", rich));
  log.runs[0].results[0].level = "fatal";
  expect(sarifErrors(log)).toEqual([expect.stringContaining("/runs/0/results/0/level")]);
  const xml = (await render("junit", rich)).replace("<testcase ", "<testcase surprise='1' ");
  expect(await xmlErrors(xml, [readFileSync(join(folder, "junit.xsd"), "utf8")])).not.toEqual([]);
  expect(await xmlErrors("<p>&nbsp;<br></p>", [])).not.toEqual([]);
});

describe("all formats say the same", () => {
  const told = ["9f31c0aa", "0b0b0b0b", "c4c4c4c4", "eeeeeeee", "77777777", "shipping-service", "--only OrderCreated"];

  test.each(formatNames)("%s", async (format) => {
    const text = (await render(format, rich)).replaceAll("\\_", "_");
    for (const words of told) expect(text).toContain(words);
    for (const { rule } of [...rich.findings, ...rich.verdicts.flatMap((verdict) => verdict.findings)]) expect(text).toContain(rule);
  });
});

describe("limits of the hosts", () => {
  test("github: ten of a kind, the tenth counts the rest", async () => {
    expect((await render("github", many(10))).split("\n").length).toBe(10);
    const lines = (await render("github", many(25))).split("\n");
    expect(lines.length).toBe(10);
    expect(lines[9]).toBe("::error title=eventwright gate::16 more: see the whole report");
    for (const line of (await render("github", rich)).split("\n")) expect(line).toMatch(/^::(error|warning|notice) [^\n]*::[^\n]+$/);
  });

  test("github: neither a message nor a property ends early", async () => {
    const [line = ""] = (await render("github", rich)).split("\n").filter((each) => each.includes("CONSTRAINT_TIGHTENED"));
    const [, properties = "", message = ""] = /^::notice (.*?)::(.*)$/.exec(line) ?? [];
    expect(properties.split(",").map((word) => word.split("=")[0])).toEqual(["file", "line", "col", "title"]);
    expect(message).toContain("%250A::error::x%0A");
  });

  test("summary: whole findings up to 1 MiB; comment: up to 65,536 characters", async () => {
    const facts = many(400, "ü".repeat(2_000));
    const summary = await render("markdown", facts);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_048_576);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(1_000_000);
    const comment = await render("comment", facts);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment.length).toBeGreaterThan(60_000);
    expect(comment.split("\n")[0]).toBe("<!-- eventwright gate CI/gate -->");
    for (const text of [summary, comment]) {
      const [, hidden = "0"] = /\*\*(\d+) more findings\*\* did not fit/.exec(text) ?? [];
      expect(Number(hidden) + [...text.matchAll(/^fingerprint: /gm)].length).toBe(400);
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
    expect(await render("markdown", many(3))).not.toContain("did not fit");
  });

  test("a marker can't be ended from outside", async () => {
    expect(await render("comment", unchecked, { job: "a --> <b>\n" })).toMatch(
      /^<!-- eventwright gate a __> _b_ -->\n|^<!-- eventwright gate [\w ./]+ -->\n/,
    );
  });
});

test("paths are those of the repository that the host shows", async () => {
  const sarif = JSON.parse(await render("sarif", rich, { prefix: "packages/events/" }));
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
    "packages/events/schemas/orders/order-created.avsc",
  );
  expect(await render("github", rich, { prefix: "packages/events/" })).toContain("file=packages/events/schemas/orders/order-created.avsc,");
  expect(await render("gitlab", rich, { prefix: "packages/events/" })).toContain(
    '"path": "packages/events/schemas/orders/order-created.avsc"',
  );
});

test("colours are there only where they are welcome", async () => {
  expect(await render("text", rich, { color: true })).toContain("\u001b[31mBREAKS\u001b[0m");
  expect(await render("text", rich)).not.toContain("\u001b");
});

test("hostile text keeps its place: no markup of it is left", async () => {
  expect(hostile).toContain("\u001b");
  const page = await render("html", rich);
  expect(page).not.toContain("<b>&amp;</b>");
  const markdown = await render("markdown", rich);
  const outside = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/(?<![\\`])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
  expect(outside).toContain("\\[l\\](javascript:1) @<!-- -->team #<!-- -->12");
  expect(outside).not.toMatch(/<b>|(?<!\\)\[l\]|@team|#12|(?<!\\)\]\(javascript/);
  const { runs } = JSON.parse(await render("sarif", rich));
  for (const { message } of runs[0].results) expect(message.text.replace(/\{\{|\}\}/g, "")).not.toMatch(/[{}]|\]\(/);
});

test("whatever a schema says, every format stays what it is", async () => {
  const any = fc.string({ unit: "binary", maxLength: 40 });
  const risky = fc.constantFrom(
    "```",
    "]]>",
    "-->",
    "::",
    "\n",
    "\r\n",
    "|",
    "<!--",
    "\\",
    "{{",
    "](",
    "%0A",
    "\u0000",
    "\ud800",
    "@",
    "#",
  );
  const text = fc.array(fc.oneof(any, risky), { maxLength: 6 }).map((parts) => parts.join(""));
  const [samples, count] = [fc.sample(text, { numRuns: 400, seed: 20260418 }), 100];
  const facts = wild(count, (index) => samples[index % samples.length] ?? "");
  expect(sarifErrors(JSON.parse(await render("sarif", facts)))).toEqual([]);
  expect(await xmlErrors(await render("junit", facts), [readFileSync(join(folder, "junit.xsd"), "utf8")])).toEqual([]);
  expect(await xmlErrors(await render("html", facts), [])).toEqual([]);
  expect(JSON.parse(await render("gitlab", facts))).toHaveLength(count);
  expect(JSON.parse(await render("json", facts)).counts.errors).toBe(count);
  for (const line of (await render("github", facts)).split("\n")) expect(line).toMatch(/^::error (?:[a-zA-Z]+=[^,:]*,?)+::/);
  const headings = (await render("markdown", facts)).split("\n").filter((line) => /^ {0,3}#{1,6} /.test(line));
  expect(headings).toHaveLength(2);
});
