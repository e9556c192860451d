/** From `contracts/waivers.yaml` to waivers, with every mistake told by place. */
import type { Diagnostic } from "../../catalog/index.js";
import type { Waiver } from "../evolution/finding.js";
import { type YamlReader, yamlReader } from "../yaml-reader.js";

const keys = ["fingerprint", "reason", "owner", "expires"] as const;

/** Reads the file's text. A file with an error waives nothing: nobody knows what it was meant to say. */
export function readWaivers(
  path: string,
  text: string,
): { readonly waivers: readonly Waiver[]; readonly diagnostics: readonly Diagnostic[] } {
  const reader = yamlReader("WAIVERS_INVALID", path, text);
  if (reader.root === undefined) return { waivers: [], diagnostics: reader.diagnostics };
  const parts = reader.members(reader.root, ["contract", "waivers"]);
  reader.constant(parts, "contract", "waivers/v1");
  const waivers = reader.items(parts, "waivers").flatMap((node) => waiverOf(reader, node) ?? []);
  const seen = new Set<string>();
  for (const [index, waiver] of waivers.entries()) {
    if (seen.has(waiver.fingerprint)) reader.complain(reader.items(parts, "waivers")[index], `${waiver.fingerprint} is waived twice`);
    seen.add(waiver.fingerprint);
  }
  return { waivers: reader.diagnostics.length > 0 ? [] : waivers, diagnostics: reader.diagnostics };
}

function waiverOf(reader: YamlReader, node: Parameters<YamlReader["members"]>[0] & object): Waiver | undefined {
  const parts = reader.members(node, keys);
  const fingerprint = reader.text(parts, "fingerprint", "eight hex digits in quotes, as a report shows them", node);
  const reason = reader.text(parts, "reason", "a sentence for those who come later", node);
  const owner = reader.text(parts, "owner", "who answers for it", node);
  const expires = reader.text(parts, "expires", "the last day on which it holds: YYYY-MM-DD", node);
  if (fingerprint === undefined || reason === undefined || owner === undefined || expires === undefined) return undefined;
  if (!/^[0-9a-f]{8}$/.test(fingerprint))
    reader.complain(parts.get("fingerprint"), "fingerprint takes eight hex digits in quotes, as a report shows them");
  if (!isDay(expires)) reader.complain(parts.get("expires"), `there is no day ${expires}`, "Write it as YYYY-MM-DD, e.g. 2026-12-31");
  return { fingerprint, reason, owner, expires, place: reader.placeOf(parts.get("fingerprint")) };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
