/** The page's only style sheet; it follows the reader's choice of light or dark. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2128; --soft: #59636e; --paper: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --red: #b3261e; --green: #1a7f37; --amber: #8a5a00; --blue: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --panel: #161b22; --line: #30363d;
  --red: #ff8177; --green: #56d364; --amber: #e3b341; --blue: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; border-left: .35rem solid var(--green); padding-left: .75rem; }
.breaks h1, .unchecked h1 { border-color: var(--red); }
h2 { font-size: 1.15rem; margin: 2rem 0 0; }
h3 { font-size: 1rem; margin: 0; }
a { color: var(--blue); }
.counts, .mode, .at, footer { color: var(--soft); margin: .25rem 0; overflow-wrap: anywhere; }
article { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.word { font-size: .8rem; text-transform: uppercase; letter-spacing: .05em; color: var(--red); }
.warns .word { color: var(--amber); }
.waived .word { color: var(--soft); }
.message { margin: .5rem 0; white-space: pre-line; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .35rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
ol, ul { margin: 0; padding-left: 1.25rem; }
pre, code { font: .875rem/1.45 ui-monospace, monospace; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.new { color: var(--green); }
.old { color: var(--red); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } }
`;
