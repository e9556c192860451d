/** Edits that were seen to help: the folder with the edit in it has the finding no more, and no other one for it. */
import { type EventModel, filesOf, loadVariant } from "../../../catalog/index.js";
import type { Finding, GateFinding } from "../finding.js";
import { editOf, offsetOf } from "./edit.js";

/** Each try reads a folder; whoever has more findings than that has one cause to look for. */
const mostTries = 20;

/** Findings, and how to ask for them of another model: by fingerprint, undefined where the event is not in it. */
export interface Asked {
  readonly findings: readonly GateFinding[];
  ask(model: EventModel): ReadonlySet<string> | undefined;
}

/** Gives findings the edit that ends them, where there is one. */
export async function withFixes<A extends Asked>(model: EventModel, all: readonly A[]): Promise<readonly A[]> {
  let tries = 0;
  const done: A[] = [];
  for (const asked of all) {
    const findings: GateFinding[] = [];
    for (const finding of asked.findings) {
      const fix = finding.waiver === undefined && tries < mostTries ? editIn(model, finding) : undefined;
      if (fix !== undefined) tries += 1;
      findings.push(fix !== undefined && (await helps(fix, { model, asked, finding })) ? { ...finding, fix } : finding);
    }
    done.push(findings.length === 0 ? asked : { ...asked, findings });
  }
  return done;
}

type Fix = NonNullable<Finding["fix"]>;

function editIn(model: EventModel, finding: GateFinding): Fix | undefined {
  const bytes = finding.place === undefined ? undefined : filesOf(model).get(finding.place.path);
  return bytes === undefined ? undefined : editOf(finding, Buffer.from(bytes).toString());
}

interface Trial {
  readonly model: EventModel;
  readonly asked: Asked;
  readonly finding: GateFinding;
}

async function helps({ place, insert }: Fix, { model, asked, finding }: Trial): Promise<boolean> {
  const known = filesOf(model);
  const text = Buffer.from(known.get(place.path) ?? "").toString();
  const at = offsetOf(text, place.line, place.column);
  const files = new Map<string, Uint8Array | undefined>([...known.keys()].map((path) => [path, undefined]));
  files.set(place.path, Buffer.from(text.slice(0, at) + insert + text.slice(at)));
  const edited = (await loadVariant(model, files)).model;
  const left = edited && asked.ask(edited);
  const before = new Set(asked.findings.map(({ fingerprint }) => fingerprint));
  return left !== undefined && !left.has(finding.fingerprint) && [...left].every((fingerprint) => before.has(fingerprint));
}
