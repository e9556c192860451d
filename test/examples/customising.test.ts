import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../../cli/run.js";
import { compile, readTree, repository, temporaryFolder, writeTree } from "../generator/kit.js";

const of = (name: string) => join(repository, "examples", name);
const source = (name: string, path: string) => readFileSync(join(of(name), path), "utf8");

test.each(["templates", "artifact"])(
  "examples/%s: what is committed is what its configuration asks for, and it compiles",
  async (name) => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const code = await main(["codegen", "--check"], { out: say, err: say, env: {}, cwd: of(name), isTTY: false });
    expect({ code, said: code === 0 ? "" : said.join("\n") }).toEqual({ code: 0, said: "" });
    const target = temporaryFolder();
    writeTree(target, readTree(join(of(name), "generated")));
    expect(compile(target)).toEqual([]);
  },
  60_000,
);

test("the user's words stand in the producer, and the banner on top", () => {
  const producer = source("templates", "generated/notes/notes.producer.ts");
  expect(producer).toContain("House rule 7: one producer a service.");
  expect(producer.split("\n")[1]).toBe("// Copyright Acme. Internal use only.");
});

test("the user's artifact is a page a topic", () => {
  expect(source("artifact", "generated/notes/notes.catalogue.md")).toContain("| noteId | `string` | key |");
});

test("docs/customising.md shows the two configurations as they are", () => {
  const page = readFileSync(join(repository, "docs/customising.md"), "utf8");
  for (const name of ["templates", "artifact"]) expect(page).toContain(source(name, "eventwright.config.ts").trim());
});
