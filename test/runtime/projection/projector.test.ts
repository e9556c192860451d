import { pgliteStore } from "../../../runtime/store/pglite.js";
import { projectionContract } from "./contract.js";

projectionContract("pglite", async () => pgliteStore());
