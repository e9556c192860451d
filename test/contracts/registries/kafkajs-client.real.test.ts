import { describe } from "vitest";
import { needs, part } from "../../real/parts.js";
import { clientContract } from "./kafkajs-client.js";

describe.skipIf(!needs("apicurio"))("a registry that is none of ours", () => {
  clientContract("Apicurio", () => part("apicurio"));
});
