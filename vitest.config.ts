import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The package's own doors lead to the sources, so that tests never run against an old build.
const alias = {
  "eventwright/gen": at("./runtime/gen/index.ts"),
  "eventwright/runtime": at("./runtime/index.ts"),
  "eventwright/testing": at("./runtime/testing/index.ts"),
  "eventwright/evolution": at("./contracts/evolution/index.ts"),
};

export default defineConfig({
  resolve: { alias },
  test: {
    testTimeout: 15_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["test/**/*.test.ts", "generated/**/*.test.ts"], exclude: ["test/**/*.real.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "real",
          include: ["test/**/*.real.test.ts"],
          globalSetup: ["test/real/setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
