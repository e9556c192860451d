/** The door for services and tools: transports, registries, stores, logs and errors, and what generated clients are made of. */

export { defineAvroCodec } from "./codec/avro.js";
export { type CodecDefinition, type EventCodec, type ValueOptions, valuesOf, type WriterVersion } from "./codec/codec.js";
export { frame, unframe } from "./codec/framing.js";
export { closedForm } from "./codec/json/closed-form.js";
export { defineJsonCodec } from "./codec/json.js";
export {
  type Consumer,
  type ConsumerHealth,
  type ConsumerOptions,
  type ConsumerTuning,
  type CrashPoint,
  type DeadLetter,
  type DeadReason,
  type Handler,
  type HandlerContext,
  type HandlersOf,
  type Ignore,
  ignore,
} from "./consumer/consumer.js";
export { createConsumer } from "./consumer/create.js";
export { type ErrorCode, EventwrightError, isEventwrightError } from "./errors.js";
export type { Deletion, EventMeta, New, Published, Received } from "./event.js";
export { jsonLog, type Log, type LogFields, silentLog } from "./log.js";
export { partitionOf } from "./partition.js";
export { createProducer } from "./producer/create.js";
export type { Producer, ProducerOptions, Publish } from "./producer/producer.js";
export { createProjector, type Projector, type ProjectorOptions } from "./projection/create.js";
export {
  type AnyEvent,
  type Drop,
  defineProjection,
  drop,
  type EventNamed,
  type Projection,
  type ReceivedOf,
} from "./projection/projection.js";
export type { LogPlace, Step } from "./projection/read.js";
export type { Rebuilt } from "./projection/rebuild.js";
export { type ConfluentRegistryOptions, confluentRegistry } from "./registry/confluent.js";
export { type MemoryRegistry, memoryRegistry } from "./registry/memory.js";
export type { Registry, RegistrySchema } from "./registry/registry.js";
export { type PgliteOptions, pgliteStore } from "./store/pglite.js";
export { type PostgresOptions, postgresStore } from "./store/postgres.js";
export type { QueryResult, SqlValue, Store, Tx, TxOf } from "./store/store.js";
export { type Differ, differFor } from "./testing/compare.js";
export { type SampleOptions, sampleEvents } from "./testing/samples.js";
export { defineTopic, type RetryPolicy, subjectOf, type Topic, type TopicEvent } from "./topic.js";
export { type KafkajsOptions, kafkajsTransport } from "./transport/kafkajs.js";
export { type MemoryControl, type MemoryOptions, type MemoryTransport, memoryTransport } from "./transport/memory.js";
export type { MemoryFaults } from "./transport/memory-faults.js";
export type {
  Acknowledged,
  Delivery,
  Header,
  Intake,
  LogRecord,
  NewTopic,
  OutgoingRecord,
  ReadRange,
  SubscribeOptions,
  Subscription,
  TopicPartition,
  Transport,
} from "./transport/transport.js";
