import type { EventModel, Place } from "../../catalog/index.js";
import type { EmittedFile } from "../artifacts/artifact.js";
import { planOutput, rootName, type TopicPlan } from "../artifacts/plan.js";
import { leftOut } from "../artifacts/producer.js";
import { generate } from "../generate.js";
import type { ValueOptions } from "../options.js";

/** What one schema folder generates, and where in the schemas each name comes from. */
export interface ApiSide {
  readonly files: ReadonlyMap<string, EmittedFile>;
  readonly topics: readonly ApiTopic[];
  /** `<file>#<type>` and `<file>#<type>.<field>` → the schema's place. */
  readonly places: ReadonlyMap<string, Place>;
}

export interface ApiTopic {
  readonly name: string;
  /** Name in front of its types. */
  readonly type: string;
  readonly from: string;
  readonly place: Place;
  readonly events: readonly ApiEvent[];
}

export interface ApiEvent {
  /** Key in the handlers. */
  readonly name: string;
  readonly method: string;
  /** `<file>#<type>` of its declaration. */
  readonly declaration: string;
  /** Its name in the topic's own files, e.g. behind `New`. */
  readonly type: string;
  /** Fields that the producer can fill in. */
  readonly leftOut: ReadonlySet<string>;
  readonly place: Place;
}

/** Generates in memory; where files lie and what they look like says nothing about the API. */
export function apiSide(model: EventModel, options: ValueOptions = {}): ApiSide {
  const plan = planOutput(model, options);
  const places = new Map<string, Place>();
  for (const schema of plan.schemas) {
    places.set(`${schema.stem}.type.ts`, schema.schema.place);
    for (const [fullName, name] of schema.declares) {
      const type = model.types.get(fullName);
      const key = `${schema.stem}.type.ts#${name}`;
      places.set(key, type?.place ?? schema.schema.place);
      for (const field of type?.kind === "record" ? type.fields : []) places.set(`${key}.${field.name}`, field.place);
    }
  }
  const files = new Map(generate(model, options).files.map((file) => [file.path, file] as const));
  return { files, places, topics: plan.topics.filter((topic) => topic.events.length > 0).map((topic) => topicOf(topic, model, places)) };
}

function topicOf(plan: TopicPlan, model: EventModel, places: ReadonlyMap<string, Place>): ApiTopic {
  return {
    name: plan.topic.topic,
    type: plan.type,
    from: plan.from,
    place: plan.topic.place,
    events: plan.events.map(({ plan: schema, name, method, type }) => {
      const declaration = `${schema.stem}.type.ts#${schema.declares.get(rootName(schema.schema)) ?? type}`;
      const filled = new Set(leftOut(schema.schema, plan, model));
      return { name, method, type, declaration, leftOut: filled, place: places.get(declaration) ?? schema.schema.place };
    }),
  };
}
