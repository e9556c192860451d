import type * as Gen from "./index.js";

/** Where generated code imports from. */
export const genDoor = "eventwright/gen";

/** Every value that a generator may print; renaming an export of the door makes tsc fail here. */
const values = {
  createConsumer: true,
  createProducer: true,
  createProjector: true,
  defineAvroCodec: true,
  defineJsonCodec: true,
  defineProjection: true,
  defineTopic: true,
  drop: true,
  ignore: true,
} as const satisfies { readonly [K in keyof typeof Gen]: true };

/** Every type that a generator may print. */
type GenTypeName = keyof GenTypes;

export type GenValueName = keyof typeof values;
export type GenName = GenTypeName | GenValueName;

/** True for a name that must be imported as a value. */
export function isGenValue(name: GenName): name is GenValueName {
  return Object.hasOwn(values, name);
}

/** The types can't be listed by `typeof`, so each is named once: a name that the door lost does not compile. */
interface GenTypes {
  readonly Consumer: Gen.Consumer;
  readonly ConsumerOptions: Gen.ConsumerOptions<undefined>;
  readonly EventCodec: Gen.EventCodec<unknown>;
  readonly EventMeta: Gen.EventMeta;
  readonly Handler: Gen.Handler<unknown, undefined>;
  readonly Ignore: Gen.Ignore;
  readonly New: Gen.New<object, never>;
  readonly Producer: Gen.Producer;
  readonly ProducerOptions: Gen.ProducerOptions;
  readonly Published: Gen.Published;
  readonly Received: Gen.Received<string, unknown>;
  readonly Store: Gen.Store;
  readonly Topic: Gen.Topic;
  readonly Tx: Gen.Tx;
  readonly TxOf: Gen.TxOf<Gen.Store>;
}
