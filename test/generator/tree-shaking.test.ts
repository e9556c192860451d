import { build } from "esbuild";
import { expect, test } from "vitest";
import { repository } from "./kit.js";

/** What a bundler keeps of generated/ for a module that uses this one name of it. */
async function bundled(name: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `import { ${name} } from "./generated/index.js";\nglobalThis.used = ${name};\n`, resolveDir: repository },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    external: ["eventwright/*"],
    logLevel: "error",
  });
  return outputFiles.map((file) => file.text).join("\n");
}

function eventsIn(text: string): readonly string[] {
  return [...new Set(text.match(/acme\.\w+\.(?:Order|Payment)(?:Created|Paid|Shipped|Cancelled|Authorized|Failed|Refunded)\b/g))].sort();
}

test("a bundle that imports one producer holds the events of its topic and no other", async () => {
  expect(eventsIn(await bundled("paymentsProducer"))).toEqual([
    "acme.payments.PaymentAuthorized",
    "acme.payments.PaymentFailed",
    "acme.payments.PaymentRefunded",
  ]);
});

test("a bundle that imports one codec holds one event", async () => {
  expect(eventsIn(await bundled("orderPaid"))).toEqual(["acme.orders.OrderPaid"]);
});
