/** A schema folder as a git ref has it, laid out in a temporary folder; the work tree is not touched. */

import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { EventwrightError } from "../../runtime/errors.js";

export interface GitQuestion {
  /** A branch, a tag or a commit. */
  readonly ref: string;
  /** The schema folder, relative to `cwd`. */
  readonly schemas: string;
  readonly cwd: string;
  readonly signal?: AbortSignal;
}

/** Where the folder lies; `schemas` is relative to `cwd`, so that places read as in the work tree. */
export interface GitFolder {
  readonly cwd: string;
  readonly schemas: string;
}

const timeout = 30_000;

/** What a ref has below the folder. */
export interface GitFiles {
  readonly commit: string;
  /** The root of the work tree. */
  readonly top: string;
  /** The folder, relative to the root. */
  readonly path: string;
  readonly blobs: readonly Blob[];
}

/** Lists the files that a ref has in the folder. @throws EventwrightError BASELINE_UNAVAILABLE. */
export async function gitFiles(question: GitQuestion): Promise<GitFiles> {
  const [top, commit] = await Promise.all([
    git(question, ["rev-parse", "--show-toplevel"]).catch((error) => fail(question, error, notRepository)),
    git(question, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${question.ref}^{commit}`]).catch((error) => error),
  ]);
  const root = top.trim();
  const id = typeof commit === "string" ? commit.trim() : await unknownRef(question, commit);
  const path = slashed(relative(root, resolve(realpathSync(question.cwd), question.schemas)));
  if (path === ".." || path.startsWith("../")) return fail(question, undefined, `${question.schemas} is outside of the repository ${root}`);
  const tree = await git({ ...question, cwd: root }, ["ls-tree", "-r", "-z", "--full-tree", id, "--", ...(path === "" ? [] : [path])]);
  const blobs = blobsOf(tree);
  if (blobs.length === 0) return fail(question, undefined, `${question.ref} has no folder ${path}`);
  return { commit: id, top: root, path, blobs };
}

/** Runs `use` while the folder exists; it is gone afterwards, whatever happens. @throws EventwrightError BASELINE_UNAVAILABLE. */
export async function withGitFolder<T>(question: GitQuestion, use: (folder: GitFolder) => Promise<T>): Promise<T> {
  const { top, path, blobs } = await gitFiles(question);
  const cwd = realpathSync(question.cwd);
  const folder = mkdtempSync(join(tmpdir(), "eventwright-baseline-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A second Ctrl-C ends the process at once.
  process.once("exit", remove);
  try {
    const texts = await readBlobs(question, blobs);
    for (const [index, { path: file }] of blobs.entries()) write(folder, file, texts[index] ?? Buffer.alloc(0));
    const from = resolve(folder, slashed(relative(top, cwd)).startsWith("..") ? "." : relative(top, cwd));
    mkdirSync(from, { recursive: true });
    return await use({ cwd: from, schemas: slashed(relative(from, join(folder, path))) || "." });
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** One file of a ref. */
export interface Blob {
  readonly id: string;
  /** From the root of the work tree. */
  readonly path: string;
}

/** Plain files alone: links and other repositories are not followed. */
function blobsOf(tree: string): readonly Blob[] {
  return tree.split("\0").flatMap((line) => {
    const [, id, path] = /^100(?:644|755) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ id, path }];
  });
}

function write(folder: string, path: string, bytes: Buffer): void {
  const target = resolve(folder, path);
  if (!target.startsWith(folder + sep)) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, bytes);
}

/** Whatever a catalog may read; the rest need not leave git. */
export function isSchemaFile(path: string): boolean {
  return /\.avsc$|\.schema\.json$|(^|\/)topic\.ya?ml$|(^|\/)released\/[^/]+$/.test(path);
}

/** Git's own name for the bytes is the same. */
export function isBlob(bytes: Uint8Array | undefined, { id }: Blob): boolean {
  if (bytes === undefined) return false;
  const hash = createHash(id.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === id;
}

/** All at once: a process for each file would take seconds. */
export async function readBlobs(question: GitQuestion, blobs: readonly Blob[]): Promise<readonly Buffer[]> {
  if (blobs.length === 0) return [];
  const output = await new Promise<Buffer>((done, refuse) => {
    const child = spawn("git", ["cat-file", "--batch"], {
      cwd: question.cwd,
      timeout,
      ...(question.signal && { signal: question.signal }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", refuse);
    child.on("close", (code) => (code === 0 ? done(Buffer.concat(chunks)) : refuse(new Error(`git cat-file ended with ${code}`))));
    child.stdin.on("error", refuse);
    child.stdin.end(blobs.map(({ id }) => `${id}\n`).join(""));
  }).catch((error) => fail(question, error, "its files could not be read"));
  const found: Buffer[] = [];
  for (let at = 0; found.length < blobs.length && at < output.length; ) {
    const line = output.indexOf("\n", at);
    const size = Number(/ blob (\d+)$/.exec(output.toString("latin1", at, line))?.[1]);
    if (!Number.isInteger(size)) return fail(question, undefined, "its files could not be read");
    found.push(output.subarray(line + 1, line + 1 + size));
    at = line + size + 2;
  }
  return found;
}

function git({ cwd, signal }: GitQuestion, args: readonly string[]): Promise<string> {
  return new Promise((done, refuse) => {
    const options = { cwd, timeout, maxBuffer: 256 * 1024 * 1024, ...(signal && { signal }) };
    execFile("git", [...args], options, (error, stdout) => (error === null ? done(stdout) : refuse(error)));
  });
}

const notRepository = "this is no git repository";

async function unknownRef(question: GitQuestion, error: unknown): Promise<never> {
  const [shallow, listed] = await Promise.all([
    git(question, ["rev-parse", "--is-shallow-repository"]).catch(() => ""),
    git(question, ["remote"]).catch(() => ""),
  ]);
  const why = `git knows no ${question.ref}${shallow.trim() === "true" ? ", and this clone is shallow" : ""}`;
  const remote = listed.split("\n").find((name) => name !== "" && question.ref.startsWith(`${name}/`));
  const branch = question.ref.slice((remote?.length ?? 0) + 1);
  // Checkouts of a pull request hold its own commits alone; the branch that it goes to is one fetch away.
  if (remote !== undefined && /^[\w./-]+$/.test(branch))
    return fail(question, error, why, `fetch it first: git fetch --depth=1 ${remote} ${branch}:refs/remotes/${question.ref}`);
  if (shallow.trim() !== "true") return fail(question, error, why);
  return fail(question, error, why, "fetch it first: git fetch --unshallow, or fetch-depth: 0 in CI");
}

function fail(question: GitQuestion, cause: unknown, why: string, hint?: string): never {
  const isMissing = typeof cause === "object" && cause !== null && "code" in cause && cause.code === "ENOENT";
  const [, said = ""] = cause instanceof Error ? (/^fatal: (.*)$/m.exec(cause.message) ?? []) : [];
  const isOther = why === notRepository && said !== "" && !said.startsWith("not a git repository");
  throw new EventwrightError("BASELINE_UNAVAILABLE", {
    detail: `git:${question.ref}: ${isMissing ? "git is not installed" : isOther ? said : why}`,
    hint: hint ?? "name a branch, a tag or a commit of this repository, e.g. git:main; or a second checkout, dir:../main/schemas",
    cause,
  });
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
