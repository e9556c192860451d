/** The formats of a gate's report, each loaded when it is asked for. */
import type { GateFacts } from "./facts.js";
import type { Setting } from "./setting.js";

/** The same facts as text of one format. */
export type Render = (facts: GateFacts, setting: Setting) => string;

/** By the name that `--format` takes. */
export const formats = {
  text: async () => (await import("./text.js")).textOf,
  json: async () => (await import("./json.js")).jsonOf,
  junit: async () => (await import("./junit.js")).junitOf,
  sarif: async () => (await import("./sarif.js")).sarifOf,
  github: async () => (await import("./github.js")).githubOf,
  gitlab: async () => (await import("./gitlab.js")).gitlabOf,
  markdown: async () => (await import("./markdown.js")).summaryOf,
  comment: async () => (await import("./markdown.js")).commentOf,
  html: async () => (await import("./html.js")).htmlOf,
} as const satisfies Readonly<Record<string, () => Promise<Render>>>;

export type FormatName = keyof typeof formats;

/** In the order of the help. */
export const formatNames = Object.keys(formats) as readonly FormatName[];
