import type { AvroType, Resolver, Tap } from "./internals.js";

/** Shared by all steps of one resolution; holds the resolvers of records, so that recursive ones end. */
export interface Resolution {
  readonly registry: Record<string, Resolver>;
}

/**
 * Reads what `writer` wrote as `reader`. A writer's union is decided value by value, as the specification says: one of its branches that
 * can't be read fails only where it occurs. (avsc refuses the whole union.) @throws Error when nothing of it can ever be read.
 */
export function resolverFor(reader: AvroType, writer: AvroType, resolution: Resolution): Resolver {
  if (writer.types === undefined) return reader.createResolver(writer, resolution);
  const branches = writer.types.map((branch) => attempt(reader, branch, resolution));
  const failed = branches.find((branch) => branch instanceof Error);
  if (failed && branches.every((branch) => branch instanceof Error)) throw failed;
  const read = (tap: Tap) => {
    const index = tap.readLong();
    const branch = branches[index];
    if (branch === undefined) throw new Error(`no union branch has index ${index}`);
    if (branch instanceof Error) throw branch;
    return readBy(branch, tap);
  };
  return { _read: read, _readerType: reader };
}

/** A resolver, or why there is none; then nothing of the attempt stays behind. */
export function attempt(reader: AvroType, writer: AvroType, resolution: Resolution): Resolver | Error {
  const before = new Set(Object.keys(resolution.registry));
  try {
    return resolverFor(reader, writer, resolution);
  } catch (error) {
    for (const key of Object.keys(resolution.registry)) if (!before.has(key)) delete resolution.registry[key];
    return error instanceof Error ? error : new Error(String(error));
  }
}

export function readBy(resolver: Resolver, tap: Tap): unknown {
  if (resolver._read === null) throw new Error("the schemas can't be resolved");
  return resolver._read(tap);
}
