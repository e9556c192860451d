/** The page that a person reads: a headline, one line for each act, one line that counts. */

/** What one act found: a fact sentence, and whether everything it checked holds. */
export interface ActResult {
  readonly title: string;
  readonly fact: string;
  /** What is off, one sentence each; empty when the act holds. */
  readonly off: readonly string[];
}

export interface Page {
  head(facts: string): void;
  act(result: ActResult): void;
  foot(results: readonly ActResult[], tookMs: number): void;
}

const titleWidth = 21;

/** `write` gets whole lines. */
export function textPage(write: (line: string) => void, color: boolean): Page {
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  let count = 0;
  return {
    head: (facts) => write(`${paint(1, "eventwright demo")}   ${facts}\n`),
    act({ title, fact, off }) {
      count += 1;
      const mark = off.length === 0 ? paint(32, "✓") : paint(31, "✗");
      write(`${mark} ${String(count).padStart(2)}  ${title.padEnd(titleWidth)}  ${fact}`);
      for (const sentence of off) write(`        ${paint(31, sentence)}`);
    },
    foot(results, tookMs) {
      const held = results.filter(({ off }) => off.length === 0).length;
      const verdict = held === results.length ? `all ${held} hold` : `${held} of ${results.length} hold`;
      write(`\n${paint(1, verdict)} · ${(tookMs / 1000).toFixed(1)} s`);
      write('the schemas: schemas/   the code behind it: examples/demo/   next: README "In your repository"');
    },
  };
}
