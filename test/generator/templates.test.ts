import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { artifacts, stubArtifacts } from "../../generator/artifacts/all.js";
import { fillTemplate } from "../../generator/render/template.js";
import { repository } from "./kit.js";

const folder = join(repository, "templates");
const templates = readdirSync(folder).map((name) => name.replace(/\.hbs$/, ""));

test("there is one template for each artifact that says so, under its name, and no other", () => {
  const wanted = [...artifacts, ...stubArtifacts].filter((artifact) => artifact.template).map((artifact) => artifact.name);
  expect([...templates].sort()).toEqual([...wanted].sort());
});

describe.each(templates)("%s.hbs", (name) => {
  test("has no logic: names, #each and #if alone", () => {
    expect(logicIn(Handlebars.parse(readFileSync(join(folder, `${name}.hbs`), "utf8")))).toEqual([]);
  });

  test("throws with a position when the view lacks a name", () => {
    expect(() => fillTemplate(name, {})).toThrow(/not defined in .* \d+:\d+/);
  });
});

test.each([
  ["a helper with a parameter", "{{pascal name}}", "1: pascal"],
  ["a sub-expression", "{{#if (eq a b)}}x{{/if}}", "1: if"],
  ["another block", "\n{{#with a}}x{{/with}}", "2: with"],
  ["an else", "{{#if a}}x{{else}}y{{/if}}", "1: else"],
  ["a partial", "{{> other}}", "1: PartialStatement"],
  ["a path upwards", "{{#each a}}{{../b}}{{/each}}", "1: ../b"],
])("the check finds %s", (_, text, found) => {
  expect(logicIn(Handlebars.parse(text))).toEqual([found]);
});

/** What in a template is more than words: line and name. */
function logicIn(program: hbs.AST.Program): readonly string[] {
  return program.body.flatMap((node) => {
    const at = (what: string) => [`${node.loc.start.line}: ${what}`];
    if (node.type === "ContentStatement" || node.type === "CommentStatement") return [];
    if (isMustache(node)) return plain(node) ? [] : at(nameOf(node.path));
    if (!isBlock(node)) return at(node.type);
    const isKnown = ["each", "if"].includes(nameOf(node.path)) && node.params.every((each) => each.type === "PathExpression");
    if (!isKnown) return at(nameOf(node.path));
    return node.inverse ? at("else") : logicIn(node.program);
  });
}

function plain(node: hbs.AST.MustacheStatement): boolean {
  return node.params.length === 0 && node.hash === undefined && !/[./@]/.test(nameOf(node.path));
}

function nameOf(path: hbs.AST.Node): string {
  return "original" in path ? String(path.original) : path.type;
}

function isMustache(node: hbs.AST.Statement): node is hbs.AST.MustacheStatement {
  return node.type === "MustacheStatement";
}

function isBlock(node: hbs.AST.Statement): node is hbs.AST.BlockStatement {
  return node.type === "BlockStatement";
}
