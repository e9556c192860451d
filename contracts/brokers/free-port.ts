import { createServer } from "node:net";
import { EventwrightError } from "../../runtime/errors.js";

/** A port of the loopback interface that nobody listens on at this moment; different ones when several are asked for. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => server.port);
  await Promise.all(servers.map((server) => server.close()));
  return ports;
}

/** Says early and plainly what a broker would say late or never. @throws EventwrightError BROKER_START_FAILED when `port` is taken. */
export async function requireFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new EventwrightError("BROKER_START_FAILED", { detail: `port ${port} is in use`, hint: "choose another port or leave it out" });
}

/** Waits until `port` can be listened on again; gives up in silence, since whoever listens next says it better. */
export async function untilFree(port: number, withinMs = 3_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isFree(port)) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
}

async function isFree(port: number): Promise<boolean> {
  try {
    await (await listen(port)).close();
    return true;
  } catch {
    return false;
  }
}

function listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      resolve({ port: bound, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
