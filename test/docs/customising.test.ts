import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../catalog/index.js";
import { configKeys } from "../../cli/config/check.js";
import { defineArtifact, type EventView, generate, type TopicView } from "../../generator/index.js";
import { repository } from "../generator/kit.js";

const page = readFileSync(join(repository, "docs/customising.md"), "utf8");

/** The first column of the table that follows a text. */
function rowsAfter(text: string): readonly string[] {
  const from = page.slice(page.indexOf(text) + text.length);
  const [table = ""] = /^(?:\|.*\n)+/m.exec(from) ?? [];
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
}

test("the page has every key of a configuration, and no other", () => {
  expect(rowsAfter("## The keys")).toEqual(configKeys);
});

test("the page shows the examples as they are", () => {
  const blocks = [...page.matchAll(/^```ts file=(\S+)\n([\s\S]*?)^```/gm)];
  expect(blocks.map(([, path]) => path)).toEqual(["examples/templates/eventwright.config.ts", "examples/artifact/eventwright.config.ts"]);
  for (const [, path = "", text] of blocks) expect(text).toBe(readFileSync(join(repository, path), "utf8"));
});

test("the page has every member of the views, and no other", async () => {
  const { model } = await loadCatalog({ schemas: "schemas", cwd: repository });
  if (model === undefined) throw new Error("the schemas are broken");
  const events: EventView[] = [];
  const topics: TopicView[] = [];
  const models: object[] = [];
  const keep = <V>(list: V[], path: (view: V) => string) => ({ path, render: (view: V) => `${list.push(view)}` });
  generate(model, {
    artifacts: [
      defineArtifact({ name: "event", per: "event", ...keep(events, (view) => `${view.fullName}.md`) }),
      defineArtifact({ name: "topic", per: "topic", ...keep(topics, (view) => `${view.name}.md`) }),
      defineArtifact({ name: "model", per: "model", ...keep(models, () => "all.md") }),
    ],
  });
  expect([events.length, topics.length, models.length]).toEqual([7, 2, 1]);
  for (const [title, value] of [
    ["**EventView**", events[0]],
    ["**FieldView**", events[0]?.fields[0]],
    ["**TopicView**", topics[0]],
    ["**ModelView**", models[0]],
  ] as const)
    expect(rowsAfter(title).toSorted()).toEqual(Object.keys(value ?? {}).toSorted());
});

test("the page has every name that our own templates use", () => {
  const templates = readdirSync(join(repository, "templates")).map((file) => file.replace(/\.hbs$/, ""));
  expect(rowsAfter("which is described below.").toSorted()).toEqual(templates.toSorted());
  for (const template of templates) {
    const [row = ""] = new RegExp(`^\\| \`${template}\` \\|.*$`, "m").exec(page.slice(page.indexOf("| template | names |"))) ?? [];
    const text = readFileSync(join(repository, `templates/${template}.hbs`), "utf8");
    const used = [...text.matchAll(/\{\{(?:#(?:each|if) )?([A-Za-z]+)\}\}/g)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "this");
    expect(used.length).toBeGreaterThan(2);
    for (const name of used) expect(row).toContain(`\`${name}\``);
  }
});
