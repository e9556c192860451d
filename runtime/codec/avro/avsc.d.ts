/** avsc without its container files and services: those generate code while they are imported, which a strict policy forbids. */
declare module "avsc/lib/types.js" {
  const avsc: unknown;
  export = avsc;
}
