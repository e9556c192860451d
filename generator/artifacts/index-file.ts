import { comparePaths, type ListedName, listStatement } from "../render/imports.js";
import { defineArtifact } from "./artifact.js";
import { type Exported, exportsOf } from "./exports.js";
import { distinctNames } from "./names.js";
import type { FolderPlan, Plan } from "./plan.js";

/** `index.ts`: all that a folder has; in the topmost one, all that every folder has. */
export const indexArtifact = defineArtifact<FolderPlan>({
  name: "index",
  stays: "with-exports",
  subjects: (plan) => plan.folders,
  path: indexPath,
  from: (folder) => folder.from,
  write(folder, plan) {
    const below =
      folder.path === ""
        ? plan.folders.filter((each) => each !== folder && isCommon(each, plan)).flatMap((each) => indexed(each, plan))
        : [];
    const byFile = new Map<string, ListedName[]>();
    for (const { file, ...listed } of renamed([...exportsOf(folder.context, plan), ...below])) {
      const path = plan.layout.module(indexPath(folder), file);
      const known = byFile.get(path);
      if (known === undefined) byFile.set(path, [listed]);
      else known.push(listed);
    }
    const lines = [...byFile].sort(([a], [b]) => comparePaths(a, b)).flatMap(([path, listed]) => listStatement("export", listed, path));
    return lines.length === 0 ? "export {};\n" : `${lines.join("\n")}\n`;
  },
});

function indexPath(folder: FolderPlan): string {
  return folder.path === "" ? "index.ts" : `${folder.path}/index.ts`;
}

/** A context with a folder of its own stands for itself. */
function isCommon(folder: FolderPlan, plan: Plan): boolean {
  return plan.layout.place(indexPath(folder)).folder === undefined;
}

/** A folder's exports as its own index hands them on. */
function indexed(folder: FolderPlan, plan: Plan): readonly Exported[] {
  const found = exportsOf(folder.context, plan);
  const names = renamed(found);
  return found.map((each, index) => ({ ...each, file: indexPath(folder), name: names[index]?.as ?? each.name, home: false }));
}

function renamed(found: readonly Exported[]): readonly (ListedName & { readonly file: string; readonly as: string })[] {
  const names = distinctNames(found.map(({ file: _, name: short, type: __, ...candidate }) => ({ ...candidate, short })));
  return found.map(({ fullName, name, type, file }) => ({ name, as: names.get(fullName) ?? name, type, file }));
}
