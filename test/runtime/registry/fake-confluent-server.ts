import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { memoryRegistry } from "../../../runtime/registry/memory.js";
import type { RegistrySchema } from "../../../runtime/registry/registry.js";

/** A fake of Confluent's REST API, as much of it as lookups need, with faults on demand. */
export interface FakeConfluentServer {
  readonly url: string;
  readonly requests: { readonly line: string; readonly authorization: string | undefined; readonly body: unknown }[];
  register(subject: string, schema: RegistrySchema): Promise<number>;
  /** Answers all that follows this way; `undefined`: as a registry. */
  answer(how: ((response: ServerResponse) => void) | undefined): void;
  close(): Promise<void>;
}

export async function startFakeConfluentServer(): Promise<FakeConfluentServer> {
  const content = memoryRegistry();
  const requests: FakeConfluentServer["requests"] = [];
  let fault: ((response: ServerResponse) => void) | undefined;
  const server = createServer((request, response) => {
    void readJson(request).then(async (body) => {
      requests.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
      if (fault) return fault(response);
      const [status, answer] = await answerTo(content, request, body);
      response.writeHead(status, { "content-type": "application/vnd.schemaregistry.v1+json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    register: async (subject, schema) => content.register(subject, schema),
    answer: (how) => {
      fault = how;
    },
    close: () => closed(server),
  };
}

type Answer = readonly [status: number, body: object];

async function answerTo(content: ReturnType<typeof memoryRegistry>, request: IncomingMessage, body: unknown): Promise<Answer> {
  const id = /^\/schemas\/ids\/(\d+)$/.exec(request.url ?? "")?.[1];
  const subject = /^\/subjects\/([^/]+)$/.exec(request.url ?? "")?.[1];
  const { schema, schemaType = "AVRO" } = (body ?? {}) as { schema?: string; schemaType?: string };
  try {
    if (id) {
      const found = await content.schemaOf(Number(id));
      return [200, { schema: found.text, ...(found.format === "json" ? { schemaType: "JSON" } : {}) }];
    }
    const name = decodeURIComponent(subject ?? "");
    return [
      200,
      {
        subject: name,
        version: 1,
        id: await content.idOf(name, { format: schemaType === "JSON" ? "json" : "avro", text: schema ?? "" }),
        schema,
      },
    ];
  } catch {
    return [404, { error_code: 40403, message: "Schema not found" }];
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
