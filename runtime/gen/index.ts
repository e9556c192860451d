/** The one door that generated code enters by; a change of what stands here is a new door beside it. */

export { defineAvroCodec } from "../codec/avro.js";
export type { EventCodec, WriterVersion } from "../codec/codec.js";
export { defineJsonCodec } from "../codec/json.js";
export {
  type Consumer,
  type ConsumerHealth,
  type ConsumerOptions,
  type Handler,
  type HandlerContext,
  type Ignore,
  ignore,
} from "../consumer/consumer.js";
export { createConsumer } from "../consumer/create.js";
export type { Deletion, EventMeta, New, Published, Received } from "../event.js";
export { createProducer } from "../producer/create.js";
export type { Producer, ProducerOptions } from "../producer/producer.js";
export { createProjector, type Projector, type ProjectorOptions } from "../projection/create.js";
export { defineProjection, drop, type Projection } from "../projection/projection.js";
export type { Store, Tx, TxOf } from "../store/store.js";
export { defineTopic, type Topic, type TopicEvent } from "../topic.js";
