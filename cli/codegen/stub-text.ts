import { counted } from "../report.js";
import type { ChangedStub } from "./facts.js";

/** What was done to a stub, in numbers. */
export function stubWords({ added = [], marked = [], unmarked = [] }: ChangedStub): string {
  const words = [
    ...(added.length > 0 ? [`+${counted(added.length, "handler")}`] : []),
    ...(marked.length > 0 ? [`${marked.length} marked as gone`] : []),
    ...(unmarked.length > 0 ? [`${unmarked.length} back`] : []),
  ];
  return words.join(", ");
}

/** What is to be done to a stub, by name. */
export function stubReason({ added = [], marked = [], unmarked = [] }: ChangedStub): string {
  const words = [
    ...(added.length > 0 ? [`lacks ${added.join(", ")}`] : []),
    ...(marked.length > 0 ? [`gone: ${marked.join(", ")}`] : []),
    ...(unmarked.length > 0 ? [`back: ${unmarked.join(", ")}`] : []),
  ];
  return words.join("; ");
}
