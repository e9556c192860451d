import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until the answer is what `holds` wants; after `withinMs` the last answer is returned as it is. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, withinMs = 20_000): Promise<T> {
  const end = performance.now() + withinMs;
  let answer = await ask();
  while (!holds(answer) && performance.now() < end) {
    await sleep(25);
    answer = await ask();
  }
  return answer;
}
