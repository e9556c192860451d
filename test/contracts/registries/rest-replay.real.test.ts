import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApicurio } from "../../real/apicurio.js";
import { needs } from "../../real/parts.js";
import { comparable, player, rows } from "./rest-script.js";

describe.skipIf(!needs("apicurio"))("137 requests, answered by Apicurio as it answered them before", () => {
  // The script tells what an empty registry says, and the other tests' is not empty.
  let apicurio: Awaited<ReturnType<typeof startApicurio>>;
  let script: ReturnType<typeof player>;
  beforeAll(async () => {
    apicurio = await startApicurio({ asItComes: true });
    script = player(apicurio.address);
  });
  afterAll(() => apicurio.stop());

  it.each(rows.map((row) => ({ ...row, title: `${row.n} ${row.label}` })))("$title", async (row) => {
    const answer = await script.play(row);
    expect(comparable(answer.status, answer.body, script.theirIds)).toEqual(comparable(row.status, row.response, script.theirIds));
  });
});
