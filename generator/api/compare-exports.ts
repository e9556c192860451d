import type { Place } from "../../catalog/index.js";
import type { ApiChange } from "./change.js";
import type { ApiTree, Export } from "./program.js";
import type { ApiSide } from "./side.js";

/** Names that the topmost index no longer has, or has now; those of one schema together. */
export function compareExports(before: ApiTree, after: ApiTree): readonly ApiChange[] {
  const gone = [...before.exports].filter(([name]) => !after.exports.has(name));
  const come = [...after.exports].filter(([name]) => !before.exports.has(name));
  return [
    ...grouped(gone, before.side).map((group): ApiChange => {
      return { ...group, kind: "export-removed", level: "major", reason: "code that imports it no longer compiles" };
    }),
    ...grouped(come, after.side).map((group): ApiChange => {
      return { ...group, kind: "export-added", level: "minor", reason: "new, and used by nobody yet" };
    }),
  ];
}

function grouped(exports: readonly (readonly [string, Export])[], side: ApiSide): readonly Pick<ApiChange, "path" | "place">[] {
  const groups = new Map<string, { readonly names: string[]; readonly place: Place }>();
  for (const [name, exported] of exports) {
    const { owner, place } = ownerOf(exported, side);
    const known = groups.get(owner);
    if (known !== undefined) known.names.push(name);
    else if (place !== undefined) groups.set(owner, { names: [name], place });
  }
  return [...groups.values()].map(({ names, place }) => ({ path: names.join(", "), place }));
}

/** A codec and a `New…` belong to the event's schema, the rest of a topic's names to its topic.yaml. */
function ownerOf({ file, name }: Export, side: ApiSide): { readonly owner: string; readonly place: Place | undefined } {
  const topic = side.topics.find((each) => each.from === side.files.get(file)?.from);
  const event = topic?.events.find((each) => `New${each.type}` === name);
  const types = event?.declaration.split("#")[0] ?? file.replace(/\.codec\.ts$/, ".type.ts");
  const place = [...side.places].find(([key]) => key.startsWith(`${types}#`))?.[1] ?? side.places.get(types);
  return { owner: types, place: place ?? topic?.place };
}
