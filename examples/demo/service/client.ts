import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { AnswerMessage, ServiceAsks, ServiceConfig } from "./protocol.js";

/** The service in a process of its own, so that it can be killed for real. */
export interface Service extends ServiceAsks {
  readonly process: ChildProcess;
  /** Resolves when the process is gone, however it went. */
  readonly gone: Promise<void>;
}

const entry = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Starts the service and waits until every consumer has its partitions. @throws Error with the process's last words. */
export async function startService(config: ServiceConfig, log: "inherit" | "ignore" | number = "ignore"): Promise<Service> {
  const child = fork(entry, [JSON.stringify(config)], {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
    stdio: ["ignore", log, log, "ipc"],
  });
  const gone = once(child, "exit").then(() => undefined);
  const answers = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 0;
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message: AnswerMessage | "ready") => {
      if (message === "ready") return resolve();
      const waiting = answers.get(message.id);
      answers.delete(message.id);
      if ("error" in message) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.value);
    });
    child.on("exit", (code, signal) => {
      const error = new Error(`the service ended with ${signal ?? `exit code ${code}`}`);
      reject(error);
      for (const waiting of answers.values()) waiting.reject(error);
      answers.clear();
    });
  });
  await ready;
  const ask = (name: keyof ServiceAsks, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      next += 1;
      answers.set(next, { resolve, reject });
      child.send({ id: next, ask: name, args }, (error) => error && reject(error));
    });
  return asks(ask, { process: child, gone });
}

function asks(
  ask: (name: keyof ServiceAsks, args: readonly unknown[]) => Promise<unknown>,
  own: Pick<Service, "process" | "gone">,
): Service {
  const handler: ProxyHandler<Pick<Service, "process" | "gone">> = {
    get: (target, name, receiver) =>
      name in target || name === "then"
        ? Reflect.get(target, name, receiver)
        : (...args: readonly unknown[]) => ask(name as keyof ServiceAsks, args),
  };
  return new Proxy(own, handler) as Service;
}
