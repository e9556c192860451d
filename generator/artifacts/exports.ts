import { declaredNames } from "../render/declarations.js";
import { identifier } from "../render/escape.js";
import { camel, qualified } from "./names.js";
import type { Plan, SchemaPlan, TopicPlan } from "./plan.js";

/** One exported name of one output file, and what it may be called in an index where that name is taken. */
export interface Exported {
  readonly file: string;
  readonly name: string;
  readonly type: boolean;
  /** Different for different things. */
  readonly fullName: string;
  readonly long: () => string;
  readonly verbatim?: () => string;
  /** Keeps its name in a clash. */
  readonly home: boolean;
}

/** What the files of one folder export: types, codecs, topics, producers, consumers. */
export function exportsOf(context: string, plan: Plan): readonly Exported[] {
  const topics = plan.topics.filter((topic) => topic.topic.context === context);
  const schemas = plan.schemas.filter((schema) => schema.schema.context === context);
  return [...schemas.flatMap((schema) => schemaExports(schema, plan)), ...topics.flatMap(topicExports)];
}

/** Whether the folders export the same names in both plans, from the same files. */
export function sameExports(contexts: Iterable<string>, before: Plan, after: Plan): boolean {
  const text = (context: string, plan: Plan) => JSON.stringify(exportsOf(context, plan));
  return [...contexts].every((context) => text(context, before) === text(context, after));
}

function schemaExports(plan: SchemaPlan, all: Plan): readonly Exported[] {
  const file = `${plan.stem}.type.ts`;
  const { schema, codec } = plan;
  const topic = all.topics.find((each) => each.topic.context === schema.context);
  const isHome = topic?.events.some((event) => event.plan === plan && event.name === schema.shortName) ?? false;
  const types = declaredNames(plan, all).map(({ name, fullName }) => {
    return {
      file,
      name,
      type: true,
      fullName: `type ${fullName}`,
      long: () => identifier(qualified(fullName)),
      verbatim: () => identifier(fullName.replaceAll(".", "_")),
      home: isHome && fullName === schema.name,
    };
  });
  if (codec === undefined) return types;
  const long = () => identifier(camel(qualified(schema.name)));
  const verbatim = () => `${identifier(schema.name.replaceAll(".", "_"))}Codec`;
  const fullName = `codec ${schema.name}`;
  return [...types, { file: `${plan.stem}.codec.ts`, name: codec, type: false, fullName, long, verbatim, home: isHome }];
}

function topicExports(plan: TopicPlan): readonly Exported[] {
  const context = plan.topic.context.split("/").join(".");
  const of = (artifact: string, name: string, type: boolean, wanted?: string): Exported => {
    const long = () => wanted ?? identifier(`${type ? qualified(context) : camel(qualified(context))}${name.slice(plan.value.length)}`);
    return { file: `${plan.stem}.${artifact}.ts`, name, type, fullName: `${artifact} ${context} ${name}`, long, home: false };
  };
  const topic = [of("topic", `${plan.type}Events`, true), of("topic", `${plan.value}Topic`, false)];
  if (plan.events.length === 0) return topic;
  return [
    ...topic,
    of("producer", `${plan.type}Producer`, true),
    of("producer", `${plan.value}Producer`, false),
    // Beside its event's type, which in a clash is called by its full name.
    ...plan.events.map((event) => of("producer", `New${event.type}`, true, `New${qualified(event.plan.schema.name)}`)),
    of("consumer", `${plan.type}Event`, true),
    of("consumer", `${plan.type}Handlers`, true),
    of("consumer", `${plan.value}Consumer`, false),
  ];
}
