import { askRegistry, type RegistryAddress } from "./client.js";

/** Removes subjects with their levels for good; those that could not be removed are given back. Never throws. */
export async function removeSubjects(address: RegistryAddress, subjects: Iterable<string>): Promise<readonly string[]> {
  const left: string[] = [];
  for (const subject of subjects) if (!(await isRemoved(address, subject))) left.push(subject);
  return left;
}

async function isRemoved(address: RegistryAddress, subject: string): Promise<boolean> {
  const path = `/subjects/${encodeURIComponent(subject)}`;
  try {
    // Some registries keep a subject's level when the subject goes, and have no subject where only a level was set.
    await askRegistry(address, "DELETE", `/config/${encodeURIComponent(subject)}`);
    await askRegistry(address, "DELETE", path);
    const { status } = await askRegistry(address, "DELETE", `${path}?permanent=true`);
    return status === 200 || status === 404;
  } catch {
    return false;
  }
}
