import { toTypeScript } from "@ovotech/avro-ts";
import { eachFile } from "./files.mjs";

await eachFile(".avsc", (_path, schema) => toTypeScript(schema()));
