/** Waivers laid over findings: what is accepted, what is over, what nobody needs. */
import type { GateFinding, Waiver } from "../evolution/finding.js";
import { fingerprint } from "../evolution/fingerprint.js";

export interface WaiveOptions {
  readonly waivers: readonly Waiver[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Puts the waiver that is in force on a finding. */
export function waived(finding: GateFinding, { waivers, today }: WaiveOptions): GateFinding {
  const waiver = waivers.find((one) => one.fingerprint === finding.fingerprint && today <= one.expires);
  return waiver === undefined ? finding : { ...finding, waiver };
}

/** What is wrong with the waivers themselves; `isWhole` is false where only a part of the findings was looked for. */
export function waiverFindings(found: ReadonlySet<string>, isWhole: boolean, { waivers, today }: WaiveOptions): readonly GateFinding[] {
  return waivers.flatMap((waiver) => {
    const isNeeded = found.has(waiver.fingerprint);
    if (today > waiver.expires) return isNeeded || isWhole ? [expired(waiver, isNeeded)] : [];
    return isNeeded || !isWhole ? [] : [unused(waiver)];
  });
}

function expired(waiver: Waiver, isNeeded: boolean): GateFinding {
  const rest = isNeeded ? "what it accepted is a finding again" : "and no finding needs it";
  return finding(waiver, {
    rule: "WAIVER_EXPIRED",
    severity: isNeeded ? "error" : "warning",
    message: `the last day of ${waiver.owner}'s waiver of ${waiver.fingerprint} was ${waiver.expires}: ${rest}`,
    waysOut: isNeeded ? ["take one of the finding's ways out", "agree on a new day, and change expires"] : ["delete it"],
  });
}

function unused(waiver: Waiver): GateFinding {
  return finding(waiver, {
    rule: "WAIVER_UNUSED",
    severity: "warning",
    message: `no finding needs ${waiver.owner}'s waiver of ${waiver.fingerprint}: ${waiver.reason}`,
    waysOut: ["delete it"],
  });
}

function finding(waiver: Waiver, words: Pick<GateFinding, "rule" | "severity" | "message" | "waysOut">): GateFinding {
  return {
    ...words,
    breaks: "backward",
    path: "",
    place: waiver.place,
    fingerprint: fingerprint([words.rule, waiver.fingerprint]),
    versions: [],
    readBy: [],
    reproduce: "npx eventwright gate",
  };
}
