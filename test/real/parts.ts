import { inject } from "vitest";

/** The engines that tests may ask for, each by how it is reached. */
export interface Parts {
  /** Bootstrap server of Apache Kafka. */
  readonly kafka: string | undefined;
  /** Connection URL of PostgreSQL. */
  readonly postgres: string | undefined;
  /** Confluent-compatible URL of Apicurio Registry. */
  readonly apicurio: string | undefined;
}

export type PartName = keyof Parts;

declare module "vitest" {
  export interface ProvidedContext {
    readonly kafka: string | undefined;
    readonly postgres: string | undefined;
    readonly apicurio: string | undefined;
  }
}

/** What is running. */
export function parts(): Parts {
  return { kafka: inject("kafka"), postgres: inject("postgres"), apicurio: inject("apicurio") };
}

/** True when all of them are running; for `describe.skipIf(!needs("kafka"))`. */
export function needs(...names: readonly PartName[]): boolean {
  const running = parts();
  return names.every((name) => running[name] !== undefined);
}

/** How a running part is reached; throws where the test should have been skipped. */
export function part(name: PartName): string {
  const address = parts()[name];
  if (address === undefined) throw new Error(`${name} is not running; the test has to ask needs("${name}")`);
  return address;
}
