import type { CustomArtifact } from "../../generator/index.js";

/** What `eventwright.config.*` may say; flags of the command line go before it. Paths are relative to the file. */
export interface Config {
  /** Default `schemas`. */
  readonly schemas?: string;
  /** Default `generated`. */
  readonly out?: string;
  /** Your projections and consumers; default `projections`. */
  readonly stubs?: string;
  /** Avro's long in types and codecs; default `number`. */
  readonly long?: "number" | "bigint" | "string";
  /** Avro's timestamps in types and codecs; default `Date`, with `bigint` for micros and nanos. */
  readonly timestamps?: "Date" | "bigint" | "string";
  /** What imports between generated files end with; default `.js`. */
  readonly importExtension?: ".js" | ".ts" | "none";
  /** An output folder for a context, and for those below it. */
  readonly contexts?: { readonly [context: string]: { readonly out: string } };
  /** Text on top of each file, as a comment. */
  readonly banner?: string;
  /** The folder of your templates. */
  readonly templates?: string;
  /** How much each rule of `eventwright lint` weighs, by its id. */
  readonly lint?: { readonly [rule: string]: "off" | "warn" | "error" };
  /** More kinds of files, each by `defineArtifact`. */
  readonly artifacts?: readonly CustomArtifact[];
}

/** Ties the type to a configuration; nothing else. */
export function defineConfig(config: Config): Config {
  return config;
}
