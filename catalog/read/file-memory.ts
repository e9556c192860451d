import { statSync } from "node:fs";

/** Reads a file again only if the system says that it changed; one for each watched folder. */
export function rememberingReader<T>(read: (path: string) => T): (path: string) => T {
  const known = new Map<string, { readonly stamp: string; readonly file: T }>();
  return (path) => {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    const stamp = `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    const last = known.get(path);
    if (last?.stamp === stamp) return last.file;
    const file = read(path);
    // Within the clock's grain a second change would leave no trace, so what is that young is read again.
    if (Date.now() - mtimeMs > grainMs) known.set(path, { stamp, file });
    else known.delete(path);
    return file;
  };
}

const grainMs = 100;
