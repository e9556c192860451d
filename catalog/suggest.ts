/** The candidate that was probably meant by a misspelt word, for "did you mean …?"; undefined when none is near: at most so many edits away. */
export function suggest(word: string, candidates: Iterable<string>, edits = Math.max(1, Math.floor(word.length / 3))): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = edits + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = distanceBetween(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** For dotted names: the one with the same last part, else the nearest. */
export function suggestName(name: string, candidates: readonly string[]): string | undefined {
  const last = lastPart(name);
  const same = candidates.find((candidate) => lastPart(candidate) === last && candidate !== name);
  if (same !== undefined) return same;
  const near = suggest(name, candidates);
  if (near !== undefined) return near;
  const byLast = suggest(last, candidates.map(lastPart));
  return candidates.find((candidate) => lastPart(candidate) === byLast);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Edits (insert, delete, replace, swap of neighbours) from one word to the other; gives up at the limit. */
function distanceBetween(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, at(before, j - 2) + 1);
      current.push(edits);
    }
    if (Math.min(...current) >= limit) return limit;
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
