import type { EventModel, NamedType, SchemaModel, Shape, TopicModel } from "../../catalog/index.js";
import type { GenerateOptions } from "../options.js";
import { identifier } from "../render/escape.js";
import { foldersOf, type Layout, layoutOf } from "./layout.js";
import { camel, distinctNames, fileStem, pascal, qualified } from "./names.js";

/** The model with every name chosen: what files there are, and what each exports. */
export interface Plan {
  readonly model: EventModel;
  readonly schemas: readonly SchemaPlan[];
  readonly topics: readonly TopicPlan[];
  /** Folders that get an index; the topmost first. */
  readonly folders: readonly FolderPlan[];
  /** Where each named type is declared; by full name. */
  readonly homes: ReadonlyMap<string, TypeHome>;
  readonly layout: Layout;
  readonly options: GenerateOptions;
}

export interface FolderPlan {
  readonly context: string;
  /** In the output; "" is the output folder itself. */
  readonly path: string;
  readonly from: string;
}

interface TypeHome {
  readonly plan: SchemaPlan;
  /** What its file exports it as. */
  readonly name: string;
}

export interface SchemaPlan {
  readonly schema: SchemaModel;
  /** Path of its files in the output, without suffix: `orders/order-created`. */
  readonly stem: string;
  /** For people: `schemas/orders/order-created.avsc`. */
  readonly from: string;
  /** Exported name of each type that the file declares, by full name. */
  readonly declares: ReadonlyMap<string, string>;
  /** The codec's exported name, where it has one. */
  readonly codec?: string;
}

export interface TopicPlan {
  readonly topic: TopicModel;
  readonly stem: string;
  readonly from: string;
  /** `Orders`, in front of the topic's types. */
  readonly type: string;
  /** `orders`, in front of its values. */
  readonly value: string;
  readonly events: readonly EventPlan[];
}

/** One event as its topic names it. */
export interface EventPlan {
  readonly plan: SchemaPlan;
  /** Key in handlers and topic, e.g. `OrderCreated`. */
  readonly name: string;
  /** Name of the type and of the codec in the topic's own files and index. */
  readonly type: string;
  readonly codec: string;
  /** Name of the producer's method. */
  readonly method: string;
}

/** The plans of schemas and topics that are as they were. */
export interface KnownPlans {
  readonly schemas: ReadonlyMap<SchemaModel, SchemaPlan>;
  readonly topics: ReadonlyMap<TopicModel, TopicPlan>;
}

/** Chooses every name and path, but those that are known. */
export function planOutput(model: EventModel, options: GenerateOptions = {}, known?: KnownPlans): Plan {
  const bare = model.topics.length === 0;
  const schemas = model.schemas.map((schema) => known?.schemas.get(schema) ?? planSchema(schema, model, bare));
  const homes = new Map<string, TypeHome>();
  for (const plan of schemas) for (const [fullName, name] of plan.declares) if (!homes.has(fullName)) homes.set(fullName, { plan, name });
  const byPath = new Map(schemas.map((plan) => [plan.schema.place.path, plan]));
  const topics = model.topics.map((topic) => known?.topics.get(topic) ?? planTopic(topic, byPath, model));
  const contexts = new Set(["", ...schemas.map((plan) => plan.schema.context), ...topics.map((plan) => plan.topic.context)]);
  const folders = [...contexts].sort().map((context) => ({
    context,
    path: foldersOf(context).join("/"),
    from: shown([model.root, context].filter((part) => part !== "").join("/"), model.root),
  }));
  return { model, schemas, topics, homes, folders, layout: layoutOf(options), options };
}

/** Full name of a schema's root type. */
export function rootName(schema: SchemaModel): string {
  return schema.shape.kind === "ref" ? schema.shape.name : schema.name;
}

/** The named type behind a shape, if it is one. */
export function named(shape: Shape, model: EventModel): NamedType | undefined {
  return shape.kind === "ref" ? model.types.get(shape.name) : undefined;
}

function planSchema(schema: SchemaModel, model: EventModel, bare: boolean): SchemaPlan {
  const types = schema.shape.kind === "ref" ? schema.defines : [...new Set([schema.name, ...schema.defines])];
  const namespace = schema.name.slice(0, -schema.shortName.length);
  const declares = distinctNames(
    types.map((fullName) => {
      const short = fullName === schema.name ? schema.shortName : (model.types.get(fullName)?.shortName ?? fullName);
      const long = () => identifier(qualified(fullName));
      return { fullName, short: identifier(short), long, home: fullName === schema.name || fullName.slice(0, -short.length) === namespace };
    }),
  );
  const file = below(schema.place.path, model.root).replace(/(\.schema)?\.[^./]+$/, "");
  const stem = [...foldersOf(schema.context), fileStem(file.slice(file.lastIndexOf("/") + 1))].join("/");
  const hasCodec = bare || schema.isEvent;
  return {
    schema,
    stem,
    from: shown(schema.place.path, model.root),
    declares,
    ...(hasCodec ? { codec: identifier(camel(schema.shortName)) } : {}),
  };
}

function planTopic(topic: TopicModel, byPath: ReadonlyMap<string, SchemaPlan>, model: EventModel): TopicPlan {
  const context = foldersOf(topic.context);
  const word = context.at(-1) ?? fileStem(topic.topic);
  const plans = topic.events.flatMap((event) => byPath.get(event.place.path) ?? []);
  const scope = (short: (schema: SchemaModel) => string, long: (fullName: string) => string, taken: readonly string[]) =>
    distinctNames(
      plans.map(({ schema }) => ({
        fullName: schema.name,
        short: short(schema),
        long: () => long(schema.name),
        home: isHome(schema, word),
      })),
      new Set(taken),
    );
  const type = pascal(word);
  // Without a first letter, upper and lower case do not tell the type from the value.
  const value = camel(word) === type ? `$${type}` : camel(word);
  const names = scope((schema) => schema.shortName, qualified, []);
  const types = scope(
    (schema) => identifier(schema.shortName),
    (name) => identifier(qualified(name)),
    ownTypes(type, plans),
  );
  const codecs = scope(
    (schema) => identifier(camel(schema.shortName)),
    (name) => identifier(camel(qualified(name))),
    [...ownValues(value), ...types.values()],
  );
  const methods = scope(
    (schema) => camel(schema.shortName),
    (name) => camel(qualified(name)),
    ["close", "then"],
  );
  const of = (found: ReadonlyMap<string, string>, plan: SchemaPlan) => found.get(plan.schema.name) ?? plan.schema.shortName;
  return {
    topic,
    stem: [...context, fileStem(word)].join("/"),
    from: shown(topic.place.path, model.root),
    type,
    value,
    events: plans.map((plan) => ({
      plan,
      name: of(names, plan),
      type: of(types, plan),
      codec: of(codecs, plan),
      method: of(methods, plan),
    })),
  };
}

/** Whether an event's namespace is that of the folder: `acme.orders` in `orders/`. */
function isHome(schema: SchemaModel, word: string): boolean {
  return fileStem(schema.name.split(".").at(-2) ?? "") === word;
}

/** Type names that the topic's own files declare, import or take from the language. */
function ownTypes(type: string, plans: readonly SchemaPlan[]): readonly string[] {
  const door = [
    "Consumer",
    "ConsumerOptions",
    "EventMeta",
    "Handler",
    "Ignore",
    "New",
    "Producer",
    "ProducerOptions",
    "Published",
    "Received",
  ];
  const news = plans.map(({ schema }) => `New${identifier(schema.shortName)}`);
  return [
    ...door,
    "Store",
    "Topic",
    "Tx",
    "TxOf",
    "Promise",
    `${type}Event`,
    `${type}Events`,
    `${type}Handlers`,
    `${type}Producer`,
    ...news,
  ];
}

function ownValues(value: string): readonly string[] {
  const door = [
    "createConsumer",
    "createProducer",
    "defineTopic",
    "provesCompatibility",
    "options",
    "handlers",
    "event",
    "meta",
    "producer",
  ];
  return [...door, `${value}Consumer`, `${value}Producer`, `${value}Topic`];
}

function below(path: string, root: string): string {
  const folder = root === "." || root === "" ? "" : `${root.replace(/\/+$/, "")}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

function shown(path: string, root: string): string {
  const last = root
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .at(-1);
  const rest = path === root ? "" : below(path, root);
  return [last ?? "", rest].filter((part) => part !== "").join("/") || ".";
}
