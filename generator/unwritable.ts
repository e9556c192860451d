import { EventwrightError, isEventwrightError } from "../runtime/errors.js";

/** The error for an output that can't be read or written, in words instead of the system's codes. */
export function unwritable(cause: unknown, path: string): EventwrightError {
  if (isEventwrightError(cause)) return cause;
  const code = errno(cause);
  const [why, hint] = reasons[code] ?? [cause instanceof Error ? cause.message : String(cause), undefined];
  const where = pathOf(cause) ?? path;
  return new EventwrightError("OUTPUT_UNWRITABLE", {
    detail: `${where}: ${why}; nothing was changed`,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The system's code of an error, e.g. ENOENT; "" where it has none. */
export function errno(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function pathOf(cause: unknown): string | undefined {
  const path = typeof cause === "object" && cause !== null && "path" in cause ? cause.path : undefined;
  return typeof path === "string" ? path : undefined;
}

const elsewhere = "Choose another folder with --out";

const reasons: Readonly<Record<string, readonly [string, string | undefined]>> = {
  ENOSPC: ["the disk is full", "Free some space, then run again"],
  EDQUOT: ["the disk quota is used up", "Free some space, then run again"],
  EROFS: ["the file system is read-only", elsewhere],
  EACCES: ["permission denied", elsewhere],
  EPERM: ["permission denied", elsewhere],
  EBUSY: ["it is in use", "Close what has it open, then run again"],
  ENOTDIR: ["a file stands where a folder must be", elsewhere],
  EEXIST: ["a file stands where a folder must be", elsewhere],
  EISDIR: ["a folder stands where a file must be", elsewhere],
  ENOTEMPTY: ["a folder stands where a file must be", elsewhere],
  ELOOP: ["its symbolic links lead in a circle", elsewhere],
  ENAMETOOLONG: ["the name is too long for the file system", undefined],
};
