import { expect, it } from "vitest";
import { startDeadline, within } from "../../../runtime/producer/deadline.js";

it("handles the failure of what was begun after time was over", async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", hear);
  try {
    const deadline = startDeadline(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("registry away")), 5));
    await expect(within(deadline, late)).rejects.toThrow("no answer in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", hear);
  }
});
