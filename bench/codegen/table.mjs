/** Rows as text or as markdown; ratios are to the first row, processor time to processor time. */
export function table(rows, { markdown }) {
  const head = ["what", "wall s", "cpu s", "peak MiB", "files", "cpu ratio"];
  const base = rows[0]?.cpu ?? 1;
  const cells = rows.map(({ name, wall, cpu, peak, files }) => [
    name,
    wall.toFixed(2),
    cpu.toFixed(2),
    peak.toFixed(0),
    String(files),
    (cpu / base).toFixed(2),
  ]);
  if (markdown) return [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column].length)));
  return [head, ...cells]
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "))
    .join("\n");
}
