import { dirname } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";
import { eachFile } from "./files.mjs";

await eachFile(".json", (path) => compileFromFile(path, { cwd: dirname(path), format: false }));
