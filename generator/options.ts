import type { CustomArtifact } from "./custom/custom-artifact.js";

/** How values of Avro's longs and timestamps look, in types and codecs alike; what is left out is as the default. */
export interface ValueOptions {
  /** Default `number`. */
  readonly long?: "number" | "bigint" | "string";
  /** Default `Date`, which stands for millis; micros and nanos are then `bigint`. */
  readonly timestamps?: "Date" | "bigint" | "string";
}

/** What generated modules end with where one imports another. */
export type ImportExtension = ".js" | ".ts" | "none";

/** Text of a template, and where it stands for people. */
export interface TemplateSource {
  readonly path: string;
  readonly text: string;
}

/** What can be asked of {@link generate} beside the model. Every path is absolute, with forward slashes. */
export interface GenerateOptions extends ValueOptions {
  /** From the folder of the stubs to the output folder, as an import says it. Default `../generated`. */
  readonly generated?: string;
  /** Default `.js`. */
  readonly importExtension?: ImportExtension;
  /** Needed where contexts have folders of their own: the output folder and that of the stubs. */
  readonly folders?: { readonly out: string; readonly stubs: string };
  /** The output folder of a context, and of those below it, where it is not the common one. */
  readonly contexts?: ReadonlyMap<string, string>;
  /** Stands on top of each file, below its first line. */
  readonly banner?: string;
  /** By name: in the place of ours, or for artifacts of the user's own. */
  readonly templates?: ReadonlyMap<string, TemplateSource>;
  readonly artifacts?: readonly CustomArtifact[];
}
