import { loadCatalog } from "../../catalog/index.js";

/** How a folder of schemas ended: in a model, in an error that has a place in one of its files, or in what must never be. */
export interface Said {
  readonly accepted: boolean;
  /** The first error as its code and its sentence. */
  readonly first?: string;
  /** A crash, or an error that tells nobody where to look. */
  readonly fault?: string;
}

/** Loads a folder whose files have these texts, by path. */
export async function saidOf(schemas: string, cwd: string, files: ReadonlyMap<string, string>): Promise<Said> {
  try {
    const { model, diagnostics } = await loadCatalog({ schemas, cwd });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if ((model === undefined) !== errors.length > 0) return { accepted: false, fault: "a model beside errors, or neither" };
    for (const { message, place, code } of diagnostics) {
      const lines = files.get(place.path)?.split("\n");
      const line = lines?.[place.line - 1];
      const isThere = line !== undefined && place.column >= 1 && place.column <= line.length + 1 && place.length >= 0;
      if (!isThere || message === "" || /\n\s+at |^\w*Error: /.test(message))
        return { accepted: false, fault: `${code} ${place.path}:${place.line}:${place.column} ${message}` };
    }
    const [first] = errors;
    return first === undefined ? { accepted: true } : { accepted: false, first: `${first.code} ${first.message}` };
  } catch (error) {
    return { accepted: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
