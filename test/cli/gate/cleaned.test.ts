import { expect, test } from "vitest";
import { cleaned } from "../../../cli/gate/cleaned.js";

const folders = [
  ["/work", "."],
  ["/data/old", "../data/old"],
] as const;

test.each([
  ["/work/schemas/a.avsc:1:2", "schemas/a.avsc:1:2"],
  ["in /work.", "in .."],
  ["--against dir:/data/old --only X", "--against dir:../data/old --only X"],
  ["dir:/data/old/schemas", "dir:../data/old/schemas"],
  ["schemas/work/a.avsc", "schemas/work/a.avsc"],
  ["./work/a, a/work/b, /workshop/a, /work-2", "./work/a, a/work/b, /workshop/a, /work-2"],
  ["C:/work/a", "C:a"],
  ["https://me:secret@host/x?y", "https://host/x?y"],
  ["https://me@host/x", "https://host/x"],
  ["https://host/a@b", "https://host/a@b"],
  ["https://host?mail=a@b", "https://host?mail=a@b"],
  ["registry:https://host/x?token=secret next", "registry:https://host/x next"],
])("%s", (text, want) => {
  expect(cleaned([text], folders)).toEqual([want]);
});

test("places have forward slashes; other texts keep their backslashes", () => {
  const place = { path: "schemas\\a.avsc", line: 1, column: 1, length: 0 };
  expect(cleaned({ place, path: "a\\b" }, folders)).toEqual({ place: { ...place, path: "schemas/a.avsc" }, path: "a\\b" });
});
