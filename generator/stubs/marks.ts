import { commentText } from "../render/escape.js";

/** What stands above a handler whose event is gone. */
export function markOf(event: string, topic: string): string {
  return `${commentText(event)} is no longer an event of ${commentText(topic)}: this handler is never called.`;
}

/** Finds that sentence, whatever the topic is called by now. */
export function markPattern(event: string): string {
  const name = commentText(event).replace(/[^\p{ID_Continue}\s]/gu, "\\$&");
  return `${name} is no longer an event of [^\\n\\r]*: this handler is never called\\.`;
}

/** Whether one of these comments is the mark. */
export function isMarked(event: string, comments: string): boolean {
  return new RegExp(markPattern(event), "u").test(comments);
}
