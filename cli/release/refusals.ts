import { join } from "node:path";
import type { EventModel, SchemaModel } from "../../catalog/index.js";
import { type GateReport, gateFolder } from "../../contracts/index.js";
import { EventwrightError } from "../../runtime/index.js";
import type { CommandIo } from "../command.js";

/** One reason why a version may not be released: a finding of the gate that no waiver accepts. */
export interface Refusal {
  /** Of which event, or topic. */
  readonly of: string;
  readonly mode: string;
  readonly versions: readonly number[];
  readonly finding: GateReport["findings"][number];
}

/** What the gate says against these events, held against what was released; nothing of what was never released. @throws EventwrightError USAGE. */
export async function refusals(model: EventModel, changed: readonly SchemaModel[], io: CommandIo): Promise<readonly Refusal[]> {
  const only = changed.filter((schema) => schema.released.length > 0 && isOnTopic(schema, model)).map((schema) => schema.name);
  if (only.length === 0) return [];
  const cache = join(io.cwd, ".eventwright", "verdicts");
  const asked = { schemas: model.root, cwd: io.cwd, contracts: "contracts", against: ["released"], only, cache, signal: io.signal };
  const { report, diagnostics } = await gateFolder(asked);
  if (report === undefined) {
    const [first] = diagnostics.filter(({ severity }) => severity === "error");
    const detail = `the gate can't run: ${first?.place.path}:${first?.place.line}: ${first?.message}`;
    throw new EventwrightError("USAGE", { detail, hint: "run `eventwright gate`, which shows all that is wrong" });
  }
  const ofEvents = report.verdicts.flatMap(({ event, mode, findings }) => findings.map((finding) => ({ of: event, mode, finding })));
  const ofTopics = report.findings.map((finding) => ({ of: "", mode: "", finding }));
  return [...ofEvents, ...ofTopics]
    .filter(({ finding }) => finding.severity === "error" && finding.waiver === undefined)
    .map((one) => ({ ...one, versions: one.finding.versions }));
}

function isOnTopic({ name }: SchemaModel, { topics }: EventModel): boolean {
  return topics.some(({ events }) => events.some((event) => event.name === name));
}
