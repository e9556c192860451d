import { factsOf } from "../../../cli/gate/facts.js";
import type { Setting } from "../../../cli/gate/setting.js";
import type { GateReport } from "../../../contracts/index.js";

type Finding = GateReport["findings"][number];

/** Where the command is said to have run; no report may name it. */
export const cwd = "/home/dev/secret-project";

export const setting: Setting = { color: false, today: "2026-04-18", prefix: "", job: "CI/gate" };

/** Everything at once that steers a terminal, a page or a host. */
export const hostile =
  "`x` | <b>&amp;</b> ]]> --> \u0024{{ a }} {0} [l](javascript:1) @team #12 %0A::error::x\n## \u001b[31mred\u001b[0m \u202egnp.exe \ud800";

export const place = (path: string, line: number, column = 5, length = 0) => ({ path, line, column, length });

export const added: Finding = {
  rule: "FIELD_ADDED_WITHOUT_DEFAULT",
  severity: "error",
  breaks: "backward",
  message:
    "new consumers can't read events already in the topic (v3 is still there): the writer has no field \"warehouse\", and the reader's has no default",
  path: "warehouse",
  place: place("schemas/orders/order-created.avsc", 31, 5, 11),
  was: place("schemas/orders/released/OrderCreated.v3.avsc", 1),
  after: '{ "name": "warehouse", "type": "string" }',
  witness: {
    json: '{"orderId":"o","items":[]}',
    hex: "026f00",
    error: 'field "warehouse" has no value and no default',
  },
  waysOut: ['add a default to "warehouse"', 'make it optional: "type": ["null", …], "default": null', "waive it in contracts/waivers.yaml"],
  fix: { place: place("schemas/orders/order-created.avsc", 31, 45), insert: ', "default": ""' },
  fingerprint: "9f31c0aa",
  versions: [1, 2, 3],
  readBy: [
    { consumer: "shipping-service", owner: "team-shipping", place: place("contracts/shipping.consumer.yaml", 9, 3) },
    { consumer: "search", place: place("contracts/search.consumer.yaml", 4, 3) },
  ],
  reproduce: "npx eventwright gate --against git:origin/main --only OrderCreated",
};

const rounded: Finding = {
  rule: "PRECISION_LOST",
  severity: "warning",
  breaks: "forward",
  message: "consumers still on v1 may round a value of events written after this change: long is read as double",
  path: "items[].count",
  oldPath: "items[].number",
  place: place("schemas/orders/order-paid.avsc", 12, 17, 6),
  was: place("schemas/orders/released/OrderPaid.v1.avsc", 12, 17),
  before: '"double"',
  after: '"long"',
  witness: { json: '{"count":9007199254740993}', hex: "82808080808080a0".repeat(20), error: "9007199254740992" },
  waysOut: ["keep the integer type"],
  fingerprint: "0b0b0b0b",
  versions: [1],
  readBy: [],
  reproduce: "npx eventwright gate --against git:origin/main --only OrderPaid",
};

const undecided: Finding = {
  rule: "UNDECIDED",
  severity: "error",
  breaks: "backward",
  message: "new consumers may be unable to read events already in the topic (v1 is still there): the pattern has a backreference",
  path: "reference",
  place: place("schemas/payments/payment-failed.schema.json", 14, 5, 9),
  was: place("schemas/payments/released/PaymentFailed.v1.schema.json", 14),
  unwitnessed: "no example was found within the work limit",
  waysOut: ["write the change in a simpler way: one keyword at a time", "prove it by eventwright verify"],
  fingerprint: "c4c4c4c4",
  versions: [1],
  readBy: [],
  reproduce: "npx eventwright gate --against git:origin/main --only PaymentFailed",
};

const waived: Finding = {
  rule: "CONSTRAINT_TIGHTENED",
  severity: "error",
  breaks: "backward",
  message: `new consumers can't read events: ${hostile}`,
  path: `a.${hostile}`,
  place: place("schemas\\payments\\payment failed.schema.json", 3),
  before: hostile,
  after: "1\n2",
  witness: { json: JSON.stringify({ note: hostile }), hex: Buffer.from(JSON.stringify({ note: hostile })).toString("hex"), error: hostile },
  waysOut: [hostile],
  fingerprint: "eeeeeeee",
  versions: [1, 2],
  readBy: [{ consumer: hostile, owner: hostile, place: place("contracts/x.consumer.yaml", 1, 1) }],
  reproduce: "npx eventwright gate --against registry:https://bob:hunter2@registry.example/?token=hunter3",
  waiver: {
    fingerprint: "eeeeeeee",
    reason: hostile,
    owner: "team-payments",
    expires: "2026-04-30",
    place: place("contracts/waivers.yaml", 3, 5),
  },
};

const expired: Finding = {
  rule: "WAIVER_EXPIRED",
  severity: "error",
  breaks: "backward",
  message: "the waiver of 12345678 held until 2026-04-17",
  path: "",
  place: place("contracts/waivers.yaml", 9, 5, 8),
  waysOut: ["mend the finding and remove the waiver", "agree on a later day with its owner"],
  fingerprint: "77777777",
  versions: [],
  readBy: [],
  reproduce: `npx eventwright gate --against dir:${cwd}/old/schemas`,
};

/** One of everything. */
export const rich = factsOf(
  {
    status: "breaks",
    baselines: ["git:origin/main", "registry:https://bob:hunter2@registry.example/?token=hunter3", `dir:${cwd}/old/schemas`],
    identities: ["4be1c20", "", ""],
    compared: 14,
    verdicts: [
      {
        event: "acme.orders.OrderCreated",
        topic: "orders.events",
        mode: "FULL_TRANSITIVE",
        against: [1, 2, 3],
        verdict: "breaks",
        findings: [added],
      },
      { event: "acme.orders.OrderPaid", topic: "orders.events", mode: "FULL", against: [1], verdict: "compatible", findings: [rounded] },
      { event: "acme.orders.OrderShipped", topic: "orders.events", mode: "FULL", against: [1, 2], verdict: "unchanged", findings: [] },
      { event: "acme.orders.OrderReturned", topic: "orders.events", mode: "FULL", against: [], verdict: "new", findings: [] },
      {
        event: "acme.payments.PaymentFailed",
        topic: "payments.events",
        mode: "BACKWARD",
        against: [1],
        verdict: "breaks",
        findings: [undecided],
      },
      {
        event: "acme.payments.PaymentRefunded",
        topic: "payments.events",
        mode: "BACKWARD_TRANSITIVE",
        against: [1, 2],
        verdict: "compatible",
        findings: [waived],
      },
      {
        event: "acme.payments.PaymentAuthorized",
        topic: "payments.events",
        mode: "BACKWARD",
        against: [1],
        verdict: "compatible",
        findings: [],
      },
    ],
    findings: [expired],
  },
  { cwd, version: "1.2.3", tookMs: 421.4 },
);

/** Nothing to say and nothing checked. */
export const unchecked = factsOf(
  { status: "unchecked", baselines: ["released"], compared: 0, verdicts: [], findings: [] },
  { cwd, version: "1.2.3", tookMs: 3 },
);

/** As many errors as one asks for. */
export function many(count: number, message = "m"): typeof rich {
  const findings = Array.from({ length: count }, (_, index) => ({ ...added, fingerprint: String(index), message: `${index} ${message}` }));
  const event = {
    event: "acme.orders.OrderCreated",
    topic: "orders.events",
    mode: "FULL",
    against: [1],
    verdict: "breaks",
    findings,
  } as const;
  return factsOf(
    { status: "breaks", baselines: ["released"], compared: 1, verdicts: [event], findings: [] },
    { cwd, version: "1.2.3", tookMs: 3 },
  );
}

/** Errors all of whose texts come from elsewhere. */
export function wild(count: number, text: (index: number) => string): typeof rich {
  const findings = Array.from({ length: count }, (_, index): Finding => {
    const next = (step: number) => text(index * 7 + step);
    const witness = { json: next(1), hex: "", error: next(2) };
    const readBy = [{ consumer: next(3), owner: next(4), place: place("c.yaml", 1) }];
    return {
      ...added,
      message: next(0),
      path: next(5),
      before: next(6),
      after: next(7),
      witness,
      readBy,
      waysOut: [next(8), next(9)],
      reproduce: next(10),
    };
  });
  const event = { event: text(1), topic: text(2), mode: "FULL", against: [1], verdict: "breaks", findings } as const;
  return factsOf(
    { status: "breaks", baselines: [text(3)], compared: 1, verdicts: [event], findings: [] },
    { cwd, version: "1.2.3", tookMs: 3 },
  );
}
