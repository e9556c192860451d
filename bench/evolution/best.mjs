/** Milliseconds of one call: the least of 30 rounds of some 20 ms each, after as much warm-up; the machine is shared. */
export function best(run) {
  for (const end = performance.now() + 300; performance.now() < end; ) run();
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round++) {
    const began = performance.now();
    let calls = 0;
    do {
      run();
      calls++;
    } while (performance.now() - began < 20);
    least = Math.min(least, (performance.now() - began) / calls);
  }
  return least;
}
