import { describe, inject } from "vitest";
import { postgresStore } from "../../../runtime/store/postgres.js";
import { freshDatabase } from "../../real/database.js";
import { projectionContract } from "./contract.js";

const server = inject("postgres");

describe.skipIf(server === undefined)("on a PostgreSQL server", () => {
  projectionContract("postgres", async () => postgresStore({ url: await freshDatabase(server ?? "") }));
});
