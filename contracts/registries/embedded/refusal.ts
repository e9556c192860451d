/** An answer of the registry that says no: HTTP status, Confluent's code and words. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Confluent's refusals, by what is wrong. */
export const refuse = {
  subjectUnknown: (subject: string) => new Refusal(404, 40401, `Subject '${subject}' not found.`),
  versionUnknown: (version: number | string) => new Refusal(404, 40402, `Version ${version} not found.`),
  schemaUnknown: (id?: number | string) => new Refusal(404, 40403, id === undefined ? "Schema not found" : `Schema ${id} not found`),
  subjectSoftDeleted: (subject: string) =>
    new Refusal(404, 40404, `Subject '${subject}' was soft deleted. Set permanent=true to delete permanently`),
  subjectNotSoftDeleted: (subject: string) =>
    new Refusal(404, 40405, `Subject '${subject}' was not deleted first before being permanently deleted`),
  versionSoftDeleted: (subject: string, version: number) =>
    new Refusal(404, 40406, `Subject '${subject}' Version ${version} was soft deleted. Set permanent=true to delete permanently`),
  versionNotSoftDeleted: (subject: string, version: number) =>
    new Refusal(404, 40407, `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`),
  levelUnset: (subject: string) => new Refusal(404, 40408, `Subject '${subject}' does not have subject-level compatibility configured`),
  modeUnset: (subject: string) => new Refusal(404, 40409, `Subject '${subject}' does not have subject-level mode configured`),
  incompatible: (subject: string, details: readonly string[]) =>
    new Refusal(
      409,
      40901,
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${details.join(", ")}]`,
    ),
  invalidSchema: (why: string) => new Refusal(422, 42201, `Invalid schema: ${why}`),
  invalidVersion: (version: string) =>
    new Refusal(
      422,
      42202,
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
    ),
  invalidLevel: (level: string) => new Refusal(422, 42203, `Invalid compatibility level: ${level}`),
  invalidMode: (mode: string) =>
    new Refusal(422, 42204, `Invalid mode: ${mode}. Valid values are READWRITE, READONLY, READONLY_OVERRIDE and IMPORT`),
  notPermitted: (why: string) => new Refusal(422, 42205, why),
  referenced: (subject: string, version: number) =>
    new Refusal(422, 42206, `One or more references exist to the schema {subject=${subject},version=${version}}.`),
  invalidSubject: () => new Refusal(422, 42208, "The specified subject is not a valid subject"),
  http: (status: number, message: string) => new Refusal(status, status, message),
  broken: () => new Refusal(500, 50001, "Error in the backend data store"),
};
