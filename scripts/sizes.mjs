import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const rooms = ["index.ts", "catalog", "generator", "runtime", "contracts", "cli", "examples", "scripts"];
const most = 300;
const middle = 80;

/** Lines a file of our own: none over 300, the median at most 80. Functions are held by Biome. */
export function sizes() {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...rooms], { encoding: "utf8" })
    .split("\n")
    .filter((file) => /\.(ts|mjs)$/.test(file));
  const lines = files.map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length - 1 })).sort((a, b) => a.lines - b.lines);
  const median = lines[Math.floor(lines.length / 2)]?.lines ?? 0;
  const tooLong = lines.filter((entry) => entry.lines > most);
  const output = [
    ...tooLong.map(({ file, lines: count }) => `${file}: ${count} lines, at most ${most}`),
    ...(median > middle ? [`median ${median}, at most ${middle}`] : []),
  ];
  return {
    ok: output.length === 0,
    output: output.join("\n"),
    note: `${lines.length} files, median ${median}, longest ${lines.at(-1)?.lines}`,
  };
}
