import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { repository, temporaryFolder, writeTree } from "../generator/kit.js";

const slow = { timeout: 60_000 };
const paid = "schemas/orders/order-paid.avsc";
const paymentId = '    { "name": "paymentId", "type": "string", "doc": "The payment that settled it." },\n';
const example = (path: string) => parse(readFileSync(join(repository, "examples/ci", path), "utf8"));

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A repository of its own whose work tree breaks a reader, and an `npx` and a `gh` that answer from here. */
function broken(): { readonly cwd: string; readonly bin: string } {
  const cwd = temporaryFolder();
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  const git = (...args: readonly string[]) => execFileSync("git", ["-C", cwd, "-c", "user.name=t", "-c", "user.email=t@example", ...args]);
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "as released");
  writeFileSync(join(cwd, paid), readFileSync(join(cwd, paid), "utf8").replace(paymentId, ""));
  const bin = temporaryFolder();
  const main = `${process.execPath} --import ${import.meta.resolve("tsx")} ${join(repository, "cli/main.ts")}`;
  const tools = {
    npx: `#!/bin/sh\n[ "$1 $2" = "--no-install eventwright" ] || exit 99\nshift 2\nexec ${main} "$@"\n`,
    gh: '#!/bin/sh\necho "$*" >> "$GH_LOG"\ncase "$*" in *--jq*) cat "$GH_COMMENTS";; esac\n',
  };
  writeTree(bin, new Map(Object.entries(tools)));
  for (const name of Object.keys(tools)) chmodSync(join(bin, name), 0o755);
  return { cwd, bin };
}

function bash(script: string, { cwd, bin }: { cwd: string; bin: string }, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { PATH: `${bin}:${process.env.PATH}`, TSX_TSCONFIG_PATH: join(repository, "tsconfig.json"), ...env },
  });
  return { status, stdout, stderr };
}

test("GitHub's action marks the line, writes the summary, keeps one comment and hands over to code scanning", slow, () => {
  const steps: readonly Step[] = example("github/action.yml").runs.steps;
  expect(steps.map((step) => step.name)).toEqual(["Gate", "Job summary", "Comment", "Code scanning"]);
  const [gate, summary, comment, scanning] = steps;
  const world = broken();
  const found = bash(gate?.run ?? "", world, { AGAINST: "released git:HEAD", GITHUB_WORKSPACE: world.cwd, GITHUB_JOB: "gate" });
  expect({ status: found.status, stdout: found.stdout }).toEqual({
    status: 1,
    stdout: expect.stringMatching(/^::error file=schemas\/orders\/order-paid\.avsc,line=\d+/),
  });
  const [page, output] = [join(temporaryFolder(), "summary"), join(temporaryFolder(), "output")];
  expect(bash(summary?.run ?? "", world, { GITHUB_STEP_SUMMARY: page, GITHUB_OUTPUT: output }).status).toBe(0);
  expect(readFileSync(output, "utf8")).toBe("sarif=true\n");
  expect(readFileSync(page, "utf8")).toContain("FIELD\\_ADDED\\_WITHOUT\\_DEFAULT");
  const said = readFileSync(join(world.cwd, ".eventwright/gate/comment.md"), "utf8");
  expect(said.split("\n")[0]).toBe("<!-- eventwright gate gate -->");
  const body = "--field body=@.eventwright/gate/comment.md";
  for (const [known, outcome, calls] of [
    ["", "failure", [`api --method POST repos/acme/shop/issues/7/comments ${body} --silent`]],
    ["42\n", "failure", [`api --method PATCH repos/acme/shop/issues/comments/42 ${body} --silent`]],
    ["42\n", "success", [`api --method PATCH repos/acme/shop/issues/comments/42 ${body} --silent`]],
    ["", "success", []],
  ] as const) {
    const [log, comments] = [join(temporaryFolder(), "log"), join(temporaryFolder(), "comments")];
    writeFileSync(comments, known);
    const env = { GITHUB_REPOSITORY: "acme/shop", PULL_REQUEST: "7", GH_LOG: log, GH_COMMENTS: comments, OUTCOME: outcome };
    expect(bash(comment?.run ?? "", world, env)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(log, "utf8").trimEnd().split("\n").slice(1)).toEqual(calls);
  }
  expect(scanning?.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
  expect(JSON.parse(readFileSync(join(world.cwd, ".eventwright/gate/gate.sarif"), "utf8")).version).toBe("2.1.0");
  for (const step of steps.slice(1)) expect(step.if).toMatch(/^always\(\)/);
});

test("GitHub's action runs nothing that an input says", () => {
  for (const { run = "" } of example("github/action.yml").runs.steps as readonly Step[]) expect(run).not.toContain("${{");
});

test("GitHub's workflow uses the action with the inputs that it has, and may do what it does", () => {
  const { inputs } = example("github/action.yml");
  const { jobs, permissions } = example("github/gate.yml");
  const step = jobs.gate.steps.at(-1);
  expect(step.uses).toBe("./.github/actions/eventwright-gate");
  for (const name of Object.keys(step.with)) expect(Object.keys(inputs)).toContain(name);
  expect(permissions).toEqual({ contents: "read", "pull-requests": "write", "security-events": "write" });
});

test("GitLab's template leaves the reports that it names", slow, () => {
  const job = example("gitlab/eventwright.gitlab-ci.yml")["eventwright-gate"];
  const world = broken();
  const { status, stdout } = bash(job.script.join("\n"), world, {
    EVENTWRIGHT_AGAINST: "--against=released --against=git:HEAD",
    CI_PROJECT_DIR: world.cwd,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining("FIELD_ADDED_WITHOUT_DEFAULT") });
  const { paths, reports, when } = job.artifacts;
  expect(when).toBe("always");
  for (const file of [...paths, reports.codequality, reports.junit])
    expect({ file, there: existsSync(join(world.cwd, file)) }).toEqual({ file, there: true });
  expect(JSON.parse(readFileSync(join(world.cwd, reports.codequality), "utf8"))[0].location.path).toBe(paid);
});

test("the hook of pre-commit stops the commit", slow, () => {
  const [hook] = example("pre-commit/pre-commit-config.yaml").repos[0].hooks;
  expect(new RegExp(hook.files).test(paid)).toBe(true);
  const { status, stdout } = bash(hook.entry, broken());
  expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining("FIELD_ADDED_WITHOUT_DEFAULT") });
});
