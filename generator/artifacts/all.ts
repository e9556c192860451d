import type { Artifact } from "./artifact.js";
import { codecArtifact } from "./codec.js";
import { compatTestArtifact } from "./compat-test.js";
import { consumerArtifact } from "./consumer.js";
import { handlersArtifact } from "./handlers.js";
import { indexArtifact } from "./index-file.js";
import { producerArtifact } from "./producer.js";
import { projectionArtifact } from "./projection.js";
import { topicArtifact } from "./topic.js";
import { typeArtifact } from "./type.js";

/** Every kind of file that goes into the output folder; a new kind is one file and one word here. */
export const artifacts: readonly Artifact[] = [
  typeArtifact,
  codecArtifact,
  topicArtifact,
  producerArtifact,
  consumerArtifact,
  compatTestArtifact,
  indexArtifact,
];

/** Every kind of file that belongs to the user. */
export const stubArtifacts = [projectionArtifact, handlersArtifact] as const;

/** Artifacts whose words are a template, which a user's own may replace. */
export const templated: readonly string[] = [...artifacts, ...stubArtifacts].filter(({ template }) => template).map(({ name }) => name);

/** Artifacts that code writes, since their shape follows the schema. */
export const codeWritten: readonly string[] = artifacts.filter(({ template }) => !template).map(({ name }) => name);
