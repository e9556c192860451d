import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A working directory of its own with this repository's schemas and flows; gone after the test. */
export function workTree(): WorkTree {
  const cwd = mkdtempSync(join(tmpdir(), "eventwright-test-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(join(repository, "schemas"), join(cwd, "schemas"), { recursive: true });
  return {
    cwd,
    edit(path, from, to) {
      const text = readFileSync(join(cwd, path), "utf8");
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      writeFileSync(join(cwd, path), text.replace(from, to));
    },
    write: (path, text) => writeFileSync(join(cwd, path), text),
    remove: (path) => rmSync(join(cwd, path), { recursive: true }),
  };
}

export interface WorkTree {
  readonly cwd: string;
  /** Replaces the first occurrence; throws when there is none. */
  edit(path: string, from: string, to: string): void;
  write(path: string, text: string): void;
  remove(path: string): void;
}
