import type { EventView, ModelView, TopicView } from "./views.js";

interface Views {
  readonly event: EventView;
  readonly topic: TopicView;
  readonly model: ModelView;
}

/** One more kind of output file: one for each event or topic, or one for all. */
type ArtifactPer<P extends keyof Views> = {
  readonly name: string;
  readonly per: P;
  /** Below the output folder, with forward slashes. */
  readonly path: (view: Views[P]) => string;
} & (
  | { readonly template: string; readonly render?: never }
  /** Everything below the first line, which says where the file is from. */
  | { readonly render: (view: Views[P]) => string; readonly template?: never }
);

export type CustomArtifact = ArtifactPer<"event"> | ArtifactPer<"topic"> | ArtifactPer<"model">;

/** Ties the type of the view to `per`; nothing else. `template` is a file of the configured folder of templates. */
export function defineArtifact<P extends keyof Views>(artifact: ArtifactPer<P>): ArtifactPer<P> {
  return artifact;
}
