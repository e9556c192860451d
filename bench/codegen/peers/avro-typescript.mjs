import { avroToTypeScript } from "avro-typescript";
import { eachFile } from "./files.mjs";

await eachFile(".avsc", (_path, schema) => avroToTypeScript(schema()));
