/** A value of plain data without what a report may not carry: passwords in addresses, and folders of the machine by their full names. */
export function cleaned<T>(value: T, folders: readonly (readonly [absolute: string, relative: string])[]): T {
  const clean = (text: string) => folders.reduce((rest, [from, to]) => shortened(rest, from, to), withoutSecrets(text));
  return mapped(value, clean) as T;
}

/** User and password of an address, and the query of a registry's. */
function withoutSecrets(text: string): string {
  return text.replace(/(:\/\/)[^/?#\s"'@]*(?::[^/?#\s"']*)?@/g, "$1").replace(/(registry:[^\s?"']*)\?[^\s"']*/g, "$1");
}

/** Only where the folder's name is all of a path's beginning: `schemas/work/` stays as it is when run in `/work`. */
function shortened(text: string, folder: string, name: string): string {
  if (folder.length < 2 || !text.includes(folder)) return text;
  const words = folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const inside = name === "." ? "" : `${name}/`;
  return text.replace(new RegExp(`(?<![\\w./\\\\-])${words}(?:[/\\\\]|(?![\\w-]|\\.\\w))`, "g"), (found) =>
    found === folder ? name : inside,
  );
}

function mapped(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, clean));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    const text = mapped(part, clean);
    return [key, key === "path" && "line" in value && typeof text === "string" ? text.replaceAll("\\", "/") : text];
  });
  return Object.fromEntries(entries);
}
