import { afterAll } from "vitest";
import { startEmbeddedRegistry } from "../../../contracts/registries/embedded/start.js";
import { clientContract } from "./kafkajs-client.js";

const registry = await startEmbeddedRegistry();
afterAll(() => registry.stop());

clientContract("the embedded registry", () => registry.url);
