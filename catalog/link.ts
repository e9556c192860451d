/** What the readers found in each format → one model: versions, events, topics. */
import type { EventModel, Field, NamedType, ReleasedVersion, RemovedSchema, SchemaModel, TopicModel } from "./event-model.js";
import { fieldsOf, isObjectLike } from "./field-path.js";
import { splitName } from "./read/avro-names.js";
import { LazyRelease } from "./read/lazy-release.js";
import { fingerprintOf } from "./read/read-one.js";
import type { ReadSchema } from "./read/read-result.js";
import type { NamedRelease } from "./read/released.js";
import type { TopicFile } from "./read/topic.js";

/** Everything that was read. */
export interface Parts {
  readonly root: string;
  readonly schemas: readonly ReadSchema[];
  readonly types: ReadonlyMap<string, NamedType>;
  readonly released: readonly NamedRelease[];
  readonly topics: readonly TopicFile[];
  /** True where released versions are not looked into before somebody asks: then nothing is said of when a field came. */
  readonly isLazy?: boolean;
}

/** Joins the parts; expects that what is wrong with them has been or will be reported. */
export function link({ root, schemas, types, released, topics, isLazy = false }: Parts): EventModel {
  const contexts = new Set(topics.map(({ topic }) => topic.context));
  const pool = groupReleases(released);
  const models = schemas
    .map((schema) => schemaModel(schema, types, { pool, contexts }))
    .sort((a, b) => (a.place.path < b.place.path ? -1 : 1));
  const linked = topics.map(({ topic }) => ({ ...topic, events: models.filter((it) => it.isEvent && it.context === topic.context) }));
  return {
    root,
    topics: linked satisfies readonly TopicModel[],
    schemas: models,
    types: isLazy ? types : withSince(types, models),
    removed: removedSchemas(released, models),
  };
}

type Pool = ReadonlyMap<string, readonly NamedRelease[]>;

interface Around {
  readonly pool: Pool;
  readonly contexts: ReadonlySet<string>;
}

function schemaModel(schema: ReadSchema, types: ReadonlyMap<string, NamedType>, { pool, contexts }: Around): SchemaModel {
  const { source, name, text, shape } = schema;
  const { shortName } = splitName(name);
  const fingerprint = fingerprintOf(text);
  const names = [shortName, ...(types.get(name)?.aliases ?? []).map((alias) => splitName(alias).shortName)];
  const released = [...new Set(names)]
    .flatMap((word) => pool.get(poolKey(source.context, source.format, word)) ?? [])
    .map(({ version }) => version)
    .sort((a, b) => a.version - b.version);
  const last = released.at(-1);
  return {
    name,
    shortName,
    format: source.format,
    context: source.context,
    place: schema.place,
    ...(schema.doc !== undefined && { doc: schema.doc }),
    shape,
    defines: schema.defines,
    text,
    fingerprint,
    released,
    version: last === undefined ? 1 : isSame(last, { text, fingerprint }) ? last.version : last.version + 1,
    isEvent: contexts.has(source.context) && isObjectLike(shape, types),
  };
}

function isSame(version: ReleasedVersion, schema: { readonly text: string; readonly fingerprint: string }): boolean {
  return version instanceof LazyRelease ? version.isSame(schema) : version.fingerprint === schema.fingerprint;
}

function groupReleases(released: readonly NamedRelease[]): Pool {
  const pool = new Map<string, NamedRelease[]>();
  for (const release of released) {
    const key = poolKey(release.context, release.format, release.shortName);
    const known = pool.get(key);
    if (known === undefined) pool.set(key, [release]);
    else known.push(release);
  }
  return pool;
}

function poolKey(context: string, format: string, shortName: string): string {
  return `${context}\n${format}\n${shortName}`;
}

function removedSchemas(released: readonly NamedRelease[], models: readonly SchemaModel[]): readonly RemovedSchema[] {
  const kept = new Set(models.flatMap((model) => model.released.map((version) => version.place.path)));
  const gone = groupReleases(released.filter((release) => !kept.has(release.version.place.path)));
  return [...gone.values()].flatMap((versions) => {
    const [first] = versions;
    if (first === undefined) return [];
    const { context, shortName, format } = first;
    return [{ context, shortName, format, released: versions.map(({ version }) => version).sort((a, b) => a.version - b.version) }];
  });
}

/** Adds to each field the version that brought it, where the file that defines its record has releases. */
function withSince(types: ReadonlyMap<string, NamedType>, models: readonly SchemaModel[]): ReadonlyMap<string, NamedType> {
  const marked = new Map(types);
  for (const model of models) {
    if (model.released.length === 0) continue;
    for (const name of model.defines) {
      const type = types.get(name);
      if (type?.kind === "record") marked.set(name, { ...type, fields: type.fields.map((field) => markField(field, type, model)) });
    }
  }
  return marked;
}

function markField(field: Field, record: NamedType, model: SchemaModel): Field {
  const names = [field.name, ...field.aliases];
  const isRoot = model.shape.kind === "ref" && model.shape.name === record.name;
  const has = (version: ReleasedVersion) => {
    const was = isRoot ? undefined : [record.name, ...record.aliases].map((name) => version.types.get(name)).find((it) => it !== undefined);
    const shape = isRoot ? version.shape : was && ({ kind: "ref", name: was.name } as const);
    return shape !== undefined && fieldsOf(shape, version.types).some((it) => names.includes(it.name));
  };
  const [first] = model.released;
  if (first === undefined || has(first)) return field;
  return { ...field, since: model.released.find(has)?.version ?? model.version };
}
