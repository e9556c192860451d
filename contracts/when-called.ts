/** What needs clients and servers, loaded when it is called: a gate needs none, and loading them would take longer than its work. */
import type { LocalStack, LocalStackOptions } from "./brokers/local-stack.js";
import type { SubjectDifference } from "./registries/differ.js";
import type { EmbeddedRegistry } from "./registries/embedded/start.js";
import type { Pull } from "./registries/pull.js";
import type { PushOptions, PushOutcome } from "./registries/push.js";
import type { EditedOptions, EditedRelease } from "./verify/edited.js";
import type { VerifyReport } from "./verify/report.js";
import type { VerifyOptions } from "./verify/verify.js";

/** Starts a broker and a registry for local work. @throws EventwrightError BROKER_START_FAILED, REGISTRY_START_FAILED. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  return (await import("./brokers/local-stack.js")).startLocalStack(options);
}

/** Starts a schema registry in this process. @throws EventwrightError REGISTRY_START_FAILED. */
export async function startEmbeddedRegistry(options: { readonly port?: number; readonly file?: string } = {}): Promise<EmbeddedRegistry> {
  return (await import("./registries/embedded/start.js")).startEmbeddedRegistry(options);
}

/** Registers what a catalog holds. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function pushCatalog(options: PushOptions): Promise<readonly PushOutcome[]> {
  return (await import("./registries/push.js")).pushCatalog(options);
}

/** Gives a registry's versions as released files. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function pullCatalog(options: Omit<PushOptions, "dryRun">): Promise<Pull> {
  return (await import("./registries/pull.js")).pullCatalog(options);
}

/** Compares a catalog with a registry. @throws EventwrightError REGISTRY_UNAVAILABLE, REGISTRY_REJECTED. */
export async function diffRegistry(options: Omit<PushOptions, "dryRun">): Promise<readonly SubjectDifference[]> {
  return (await import("./registries/differ.js")).diffRegistry(options);
}

/** Says what was done to released files. @throws EventwrightError GENERATED_UNLOADABLE. */
export async function editedReleases(options: EditedOptions): Promise<readonly EditedRelease[]> {
  return (await import("./verify/edited.js")).editedReleases(options);
}

/** Proves a model's promises. @throws EventwrightError GENERATED_UNLOADABLE, FLOW_INVALID, BROKER_START_FAILED. */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  return (await import("./verify/verify.js")).verify(options);
}
