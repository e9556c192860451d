import type { Diagnostic, DiagnosticCode } from "../diagnostic.js";
import type { Place, SchemaFormat } from "../event-model.js";

/** A text with the path that people know it by. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A schema file that was found, before anything is known of its content. */
export interface SchemaSource extends Source {
  readonly format: SchemaFormat;
  /** Folder below the schema root, with forward slashes. */
  readonly context: string;
  /** File name without its ending. */
  readonly stem: string;
}

/** A part of a text: offset and length. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** Where a part of a text is, for people; what goes over several lines is underlined to the end of its first. */
export function placeOf(source: Source, span: Span): Place {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= span.at) low = middle;
    else high = middle - 1;
  }
  const end = (starts[low + 1] ?? source.text.length + 1) - 1;
  const column = span.at - (starts[low] ?? 0) + 1;
  return { path: source.path, line: low + 1, column, length: Math.max(0, Math.min(span.length, end - span.at)) };
}

/** The beginning of a file, for what is wrong with all of it. */
export function startOf(path: string): Place {
  return { path, line: 1, column: 1, length: 0 };
}

/** Collects what is wrong in one source. */
export type Report = (
  code: DiagnosticCode,
  span: Span,
  message: string,
  more?: Partial<Pick<Diagnostic, "severity" | "hint" | "related">>,
) => void;

/** A {@link Report} of this source; what says nothing else is an error. */
export function reporter(source: Source, diagnostics: Diagnostic[]): Report {
  return (code, span, message, more) => void diagnostics.push({ code, severity: "error", message, place: placeOf(source, span), ...more });
}

function startsOf(source: Source): readonly number[] {
  const known = lineStarts.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStarts.set(source, starts);
  return starts;
}
