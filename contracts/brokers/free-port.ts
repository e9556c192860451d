import { createServer } from "node:net";

/** A port of the loopback interface that nobody listens on at this moment; different ones when several are asked for. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => server.port);
  await Promise.all(servers.map((server) => server.close()));
  return ports;
}

/** True when `port` of the loopback interface can be listened on. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await (await listen(port)).close();
    return true;
  } catch {
    return false;
  }
}

/** Waits until `port` can be listened on again; gives up in silence, since whoever listens next says it better. */
export async function untilFree(port: number, withinMs = 3_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isFree(port)) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 25));
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
