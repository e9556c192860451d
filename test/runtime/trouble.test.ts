import { describe, expect, it } from "vitest";
import type { Log } from "../../runtime/log.js";
import { Trouble } from "../../runtime/trouble.js";

describe("trouble", () => {
  it("tells its beginning, its duration every ten seconds, and its end, each source by itself", () => {
    const lines: string[] = [];
    const say = (message: string, fields?: object) => void lines.push(`${message} ${JSON.stringify(fields)}`);
    const log: Log = { debug: say, info: say, warn: say, error: say };
    let now = 0;
    const trouble = new Trouble(log, () => now);
    trouble.over("broker");
    for (now = 0; now < 25_000; now += 500) trouble.report("broker", "down", { topics: ["t"] });
    trouble.report("store", new Error("full"));
    expect(trouble.current).toBe("full");
    trouble.over("store");
    expect(trouble.current).toBe("down");
    trouble.over("broker");
    trouble.over("broker");
    expect(trouble.current).toBeUndefined();
    expect(lines).toEqual([
      'broker: in trouble, waiting {"topics":["t"],"error":"down"}',
      'broker: still in trouble {"topics":["t"],"error":"down","forMs":10000}',
      'broker: still in trouble {"topics":["t"],"error":"down","forMs":20000}',
      'store: in trouble, waiting {"error":{}}',
      'store: well again {"afterMs":0}',
      'broker: well again {"afterMs":25000}',
    ]);
  });
});
