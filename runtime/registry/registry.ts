/** Schema ids and schemas, as the runtime needs them. It never registers: that is an act of `eventwright registry push`. */
export interface Registry {
  /** For messages, without credentials. */
  readonly name: string;
  /**
   * The id of exactly this schema under this subject; looked up once, then remembered.
   * @throws EventwrightError SCHEMA_NOT_REGISTERED, REGISTRY_UNAVAILABLE.
   */
  idOf(subject: string, schema: RegistrySchema): Promise<number>;
  /** The schema of an id; looked up once, then remembered; an unknown id is remembered for 5 s. @throws SCHEMA_NOT_FOUND, REGISTRY_UNAVAILABLE. */
  schemaOf(id: number): Promise<RegistrySchema>;
}

export interface RegistrySchema {
  readonly format: "avro" | "json";
  /** The schema as registered. */
  readonly text: string;
}
