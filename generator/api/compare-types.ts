import type { Place } from "../../catalog/index.js";
import type { ApiChange } from "./change.js";
import { effectOf } from "./effects.js";
import { compareDeclarations, type Fact } from "./facts.js";
import type { ApiTree, Export } from "./program.js";
import type { ApiEvent, ApiSide } from "./side.js";

/** Types that both sides export under one name. Whoever reads an event reads its types, whoever publishes it writes them. */
export function compareTypes(before: ApiTree, after: ApiTree): readonly ApiChange[] {
  return [...after.exports].flatMap(([name, exported]) => {
    const old = before.exports.get(name);
    const declared = { before: old && before.type(old.declaration), after: after.type(exported.declaration) };
    if (old === undefined || declared.before === undefined || declared.after === undefined) return [];
    const facts = compareDeclarations(declared.before, declared.after);
    const event = { before: eventOf(before.side, old), after: eventOf(after.side, exported) };
    const place = (fact: Fact) => placeOf(fact, after.side, exported) ?? placeOf(fact, before.side, old);
    const changes = facts.flatMap((fact): readonly ApiChange[] => {
      const at = fact.kind === "removed" ? (placeOf(fact, before.side, old) ?? place(fact)) : place(fact);
      if (at === undefined) return [];
      const { path, before: was, after: is } = fact;
      const texts = { ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
      return [{ ...effectOf(fact, event.after?.leftOut.has(path) ?? false), path: pathOf(name, path), ...texts, place: at }];
    });
    return [...changes, ...compareLeftOut(event, { name, facts, place })];
  });
}

interface Around {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly place: (fact: Fact) => Place | undefined;
}

/** Fields that lost or gained a default: only who publishes notices. */
function compareLeftOut(
  event: { readonly before: ApiEvent | undefined; readonly after: ApiEvent | undefined },
  around: Around,
): readonly ApiChange[] {
  if (event.before === undefined || event.after === undefined) return [];
  const [old, fresh] = [event.before.leftOut, event.after.leftOut];
  const isTold = (field: string) =>
    around.facts.some((fact) => fact.path === field && ["added", "removed", "optional", "required"].includes(fact.kind));
  return [...new Set([...old, ...fresh])].flatMap((field): readonly ApiChange[] => {
    const place = around.place({ kind: "changed", path: field });
    if (old.has(field) === fresh.has(field) || isTold(field) || place === undefined) return [];
    const path = pathOf(`New${around.name}`, field);
    return fresh.has(field)
      ? [{ kind: "member-optional", level: "minor", writers: "minor", path, reason: "writers may leave it out", place }]
      : [{ kind: "member-required", level: "major", writers: "major", path, reason: "writers must give it", place }];
  });
}

function eventOf(side: ApiSide, { declaration }: Export): ApiEvent | undefined {
  return side.topics.flatMap((topic) => topic.events).find((event) => event.declaration === declaration);
}

function placeOf({ path }: Fact, side: ApiSide, { declaration, file }: Export): Place | undefined {
  const field = /^[^.[]*/.exec(path)?.[0] ?? "";
  return side.places.get(`${declaration}.${field}`) ?? side.places.get(declaration) ?? side.places.get(file);
}

function pathOf(name: string, path: string): string {
  return path === "" || path.startsWith("[") ? `${name}${path}` : `${name}.${path}`;
}
