/** A seeded model of realistic events, from which schemas of several languages are written. */
import { domains, nouns, verbs } from "./words.mjs";

const cap = (s) => s[0].toUpperCase() + s.slice(1);
const upper = (s) => s.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();

const P = (t) => ({ k: "prim", t }),
  L = (t) => ({ k: "logical", t }),
  REF = (ns, name) => ({ k: "ref", ns, name });
const ARR = (items) => ({ k: "array", items }),
  MAP = (values) => ({ k: "map", values }),
  NULLABLE = (of) => ({ k: "nullable", of });
const F = (name, type, doc, def) => ({ name, type, doc, def });
const REC = (ns, name, doc, fields) => ({ k: "record", ns, name, doc, fields });
const ENUM = (ns, name, doc, symbols) => ({ k: "enum", ns, name, doc, symbols });

/** Event records and what they share, with every named type by its full name. */
export function modelOf(n, seed) {
  const rand = rng(seed);
  const int = (lo, hi) => lo + Math.floor(rand() * (hi - lo + 1));
  const pick = (a) => a[int(0, a.length - 1)];
  const C = "com.acme.common.v1";
  const shared = [
    ENUM(C, "Currency", "ISO 4217 currency code.", ["EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "PLN"]),
    ENUM(C, "Channel", "Where the action came from.", ["WEB", "APP", "STORE", "CALL_CENTER", "PARTNER", "BATCH"]),
    REC(C, "Money", "An exact amount of money.", [
      F("amount", L("decimal"), "Amount, scale 4."),
      F("currency", REF(C, "Currency"), "Currency of the amount."),
    ]),
    REC(C, "GeoPoint", "WGS84 position.", [
      F("lat", P("double"), "Latitude in degrees."),
      F("lon", P("double"), "Longitude in degrees."),
      F("altitude", NULLABLE(P("float")), "Metres above sea level.", null),
    ]),
    REC(C, "Address", "Postal address.", [
      F("lines", ARR(P("string")), "Free-form lines."),
      F("postalCode", NULLABLE(P("string")), null, null),
      F("city", P("string"), null),
      F("countryCode", P("string"), "ISO 3166-1 alpha-2."),
      F("position", NULLABLE(REF(C, "GeoPoint")), "Geocoded position.", null),
    ]),
    REC(C, "Actor", "Who caused the event.", [
      F("id", L("uuid"), "Actor id."),
      F("displayName", NULLABLE(P("string")), null, null),
      F("roles", ARR(P("string")), "Roles held when acting."),
    ]),
    REC(C, "EventMetadata", "Envelope fields that every event carries.", [
      F("eventId", L("uuid"), "Unique id of this event."),
      F("occurredAt", L("timestamp-millis"), "When it happened."),
      F("correlationId", NULLABLE(L("uuid")), "Groups one flow.", null),
      F("causationId", NULLABLE(L("uuid")), "The event that caused this one.", null),
      F("channel", REF(C, "Channel"), "Origin channel."),
      F("actor", NULLABLE(REF(C, "Actor")), "Acting user.", null),
      F("tags", MAP(P("string")), "Free labels."),
    ]),
    REC(C, "CategoryNode", "A node of the category tree (recursive).", [
      F("code", P("string"), "Category code."),
      F("parent", NULLABLE(REF(C, "CategoryNode")), "Parent, absent at the root.", null),
      F("children", ARR(REF(C, "CategoryNode")), "Child nodes."),
    ]),
  ];

  for (const d of domains) {
    const ns = `com.acme.${d}.v1`,
      D = cap(d);
    shared.push(
      REC(ns, `${D}Snapshot`, `State of one ${d} as other events embed it.`, [
        F(`${d}Id`, L("uuid"), `Id of the ${d}.`),
        F("revision", P("long"), "Optimistic-lock revision.", 0),
        F("status", ENUM(ns, `${D}Status`, `Life-cycle of a ${d}.`, ["DRAFT", "ACTIVE", "SUSPENDED", "CLOSED"]), "Current status."),
        F("total", NULLABLE(REF(C, "Money")), "Monetary value, where there is one.", null),
        F("openedOn", L("date"), "Business date."),
      ]),
    );
  }

  function leaf() {
    switch (int(0, 11)) {
      case 0:
      case 1:
      case 2:
        return P("string");
      case 3:
        return P("int");
      case 4:
        return P("long");
      case 5:
        return P("double");
      case 6:
        return P("boolean");
      case 7:
        return L("timestamp-millis");
      case 8:
        return L("decimal");
      case 9:
        return L("uuid");
      case 10:
        return L("date");
      default:
        return P("bytes");
    }
  }
  function names(n) {
    const s = new Set();
    while (s.size < n) s.add(pick(nouns));
    return [...s];
  }
  function sample(t) {
    return t.k === "prim" ? { string: "", int: 0, long: 0, float: 0, double: 0, boolean: false, bytes: "" }[t.t] : undefined;
  }

  const events = [];
  for (let i = 0; i < n; i++) {
    const d = domains[i % domains.length],
      vIdx = Math.floor(i / domains.length),
      v = verbs[vIdx % verbs.length],
      gen = Math.floor(vIdx / verbs.length) + 1;
    const ns = `com.acme.${d}.v${gen}`,
      E = cap(d) + v + (gen > 1 ? `V${gen}` : "");
    const fields = [F("metadata", REF(C, "EventMetadata"), "Event envelope."), F(`${d}Id`, L("uuid"), `The ${d} this is about.`)];
    for (const nm of names(int(4, 8))) {
      let t = leaf(),
        def;
      const r = rand();
      if (r < 0.35) {
        t = NULLABLE(t);
        def = null;
      } else if (r < 0.45) t = ARR(t);
      else if (r < 0.52) t = MAP(t);
      else if (r < 0.65) def = sample(t);
      fields.push(F(nm, t, rand() < 0.7 ? `${cap(nm)} of the ${d} when it was ${v.toLowerCase()}.` : null, def));
    }
    if (rand() < 0.6)
      fields.push(
        F("kind", ENUM(ns, `${E}Kind`, `Kinds of ${E}.`, ["MANUAL", "AUTOMATIC", "SYSTEM", `${upper(v)}_LATE`]), "What kind of change."),
      );
    if (rand() < 0.7) fields.push(F("snapshot", NULLABLE(REF(`com.acme.${d}.v1`, `${cap(d)}Snapshot`)), "State after the change.", null));
    if (rand() < 0.6) {
      const lf = names(int(2, 4)).map((nm) => F(nm, rand() < 0.3 ? NULLABLE(leaf()) : leaf(), null));
      for (const f of lf) if (f.type.k === "nullable") f.def = null;
      lf.push(F("price", REF(C, "Money"), "Price of the line."));
      fields.push(F("lines", ARR(REC(ns, `${E}Line`, `One line of ${E}.`, lf)), "Affected lines."));
    }
    if (rand() < 0.25)
      fields.push(
        F(
          "attributes",
          MAP(REC(ns, `${E}Attribute`, null, [F("value", P("string"), null), F("updatedAt", L("timestamp-millis"), null)])),
          "Attributes by key.",
        ),
      );
    if (rand() < 0.2) fields.push(F("category", NULLABLE(REF(C, "CategoryNode")), "Category tree.", null));
    if (rand() < 0.2) fields.push(F("shipTo", NULLABLE(REF(C, "Address")), "Where it goes.", null));
    if (rand() < 0.12) {
      // a self-recursive nested record
      const nm = `${E}Step`;
      fields.push(
        F(
          "steps",
          ARR(REC(ns, nm, "A workflow step (recursive).", [F("name", P("string"), null), F("next", NULLABLE(REF(ns, nm)), null, null)])),
          "Workflow steps.",
        ),
      );
    }
    if (rand() < 0.12)
      fields.push(
        F(
          "outcome",
          {
            k: "union",
            of: [
              REC(ns, `${E}Success`, null, [F("code", P("string"), null)]),
              REC(ns, `${E}Failure`, null, [F("error", P("string"), null), F("retryable", P("boolean"), null)]),
            ],
          },
          "How it ended.",
        ),
      );
    events.push(REC(ns, E, `Raised when a ${d} was ${v.toLowerCase()}.`, fields));
  }

  const all = [...shared, ...events];
  const byName = new Map();
  const index = (t) => {
    if (t.k === "record") {
      byName.set(`${t.ns}.${t.name}`, t);
      for (const f of t.fields) index(f.type);
    } else if (t.k === "enum") byName.set(`${t.ns}.${t.name}`, t);
    else if (t.k === "array") index(t.items);
    else if (t.k === "map") index(t.values);
    else if (t.k === "nullable") index(t.of);
    else if (t.k === "union") for (const of of t.of) index(of);
  };
  for (const t of all) index(t);

  return { all, byName };
}
/** mulberry32 */
function rng(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
