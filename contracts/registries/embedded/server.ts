import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { EventwrightError } from "../../../runtime/errors.js";
import { findRoute, readBody, respond, respondError } from "./http.js";
import type { Route } from "./route.js";
import { schemaRoutes } from "./schema-routes.js";
import { settingRoutes } from "./setting-routes.js";
import { emptyState, type RegistryState } from "./state.js";
import { parseState, printState, readStateFile, writeStateFile } from "./state-file.js";
import { subjectRoutes } from "./subject-routes.js";
import type { Compare } from "./verdict.js";
import { verdictRoutes } from "./verdict-routes.js";

const routes: readonly Route[] = [...schemaRoutes, ...subjectRoutes, ...settingRoutes, ...verdictRoutes];

/** A running registry of our own. */
export interface EmbeddedRegistry {
  /** E.g. `http://127.0.0.1:8081`. */
  readonly url: string;
  /** Ends it; never throws. */
  stop(): Promise<void>;
}

/** Serves Confluent's REST API on the loopback interface, in memory or over one file. @throws EventwrightError REGISTRY_START_FAILED. */
export async function serveRegistry(options: {
  /** Absent or 0: a free one. */
  readonly port?: number;
  /** Where it keeps its state; absent: in memory. */
  readonly file?: string;
  readonly compare: Compare;
}): Promise<EmbeddedRegistry> {
  const { file, compare } = options;
  const keeper = keeperOf(file);
  const server = createServer((request, response) => {
    answer(request, response, keeper, compare).catch((error: unknown) => respondError(response, error));
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Keeper {
  readonly state: RegistryState;
  /** Writes what changed last. */
  keep(): void;
  /** Forgets what could not be written. */
  takeBack(): void;
}

function keeperOf(file: string | undefined): Keeper {
  // A handler changes nothing before its last check, so in memory there is nothing to take back.
  if (file === undefined) return { state: emptyState(), keep() {}, takeBack() {} };
  let state = readStateFile(file) ?? emptyState();
  let kept = printState(state);
  return {
    get state() {
      return state;
    },
    keep() {
      const text = printState(state);
      if (text === kept) return;
      writeStateFile(file, text);
      kept = text;
    },
    takeBack() {
      state = parseState(kept);
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, keeper: Keeper, compare: Compare): Promise<void> {
  const url = request.url ?? "/";
  const cut = url.indexOf("?");
  const [path, query] = cut < 0 ? [url, ""] : [url.slice(0, cut), url.slice(cut + 1)];
  const { route, at } = findRoute(routes, request.method ?? "GET", path);
  const body = await readBody(request);
  // From here on nothing waits, so two requests never see each other's half-done work.
  const call = { state: keeper.state, compare, at, query: new URLSearchParams(query), body };
  if (route.writes !== true) return respond(response, route.answer(call));
  try {
    const made = route.answer(call);
    keeper.keep();
    respond(response, made);
  } catch (error) {
    keeper.takeBack();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const busy = "code" in cause && cause.code === "EADDRINUSE";
      const detail = busy ? `port ${port} is in use` : cause.message;
      reject(new EventwrightError("REGISTRY_START_FAILED", { detail, hint: "choose another port or leave it out", cause }));
    });
    server.listen({ port, host: "127.0.0.1" }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
