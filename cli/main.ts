#!/usr/bin/env node
import { main } from "./run.js";

const interrupted = new AbortController();
process.on("SIGINT", () => {
  if (interrupted.signal.aborted) process.exit(130);
  interrupted.abort();
  // Whatever hangs after that may not keep the terminal.
  setTimeout(() => process.exit(130), 5_000).unref();
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  env: process.env,
  cwd: process.cwd(),
  isTTY: process.stdout.isTTY === true,
  signal: interrupted.signal,
});
