import type { GenerateOptions } from "../options.js";
import { relativeModule } from "../render/imports.js";
import { fileStem } from "./names.js";

/** Which folder each output file goes to, and how one file imports another. Paths that artifacts choose are all below one folder. */
export interface Layout {
  /** From one output file to another, as an import says it. */
  module(from: string, to: string): string;
  /** From a stub to an output file. */
  stubModule(to: string): string;
  /** The folder of its own that a file goes to, if it does, and its path below. */
  place(path: string): { readonly folder?: string; readonly path: string };
}

export function layoutOf({ generated = "../generated", importExtension, folders, contexts = new Map() }: GenerateOptions): Layout {
  // The longest first, so that a folder inside another has its own way.
  const own = [...contexts]
    .map(([context, folder]) => ({ prefix: `${foldersOf(context).join("/")}/`, folder }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const place = (path: string) => {
    const found = own.find(({ prefix }) => path.startsWith(prefix));
    return found === undefined ? { path } : { folder: found.folder, path: path.slice(found.prefix.length) };
  };
  if (own.length === 0 || folders === undefined) {
    return {
      module: (from, to) => relativeModule(from, to, importExtension),
      stubModule: (to) => `${generated}/${relativeModule("", to, importExtension).slice(2)}`,
      place: (path) => ({ path }),
    };
  }
  const absolute = (path: string) => {
    const { folder, path: rest } = place(path);
    return `${folder ?? folders.out}/${rest}`;
  };
  return {
    module: (from, to) => relativeModule(absolute(from), absolute(to), importExtension),
    stubModule: (to) => relativeModule(`${folders.stubs}/stub`, absolute(to), importExtension),
    place,
  };
}

/** A context as folders of the output. */
export function foldersOf(context: string): readonly string[] {
  return context
    .split("/")
    .filter((part) => part !== "")
    .map(fileStem);
}
