// The direction of imports, as data. Each room may enter only the rooms named here; each rule says why.
const rooms = "^(catalog|generator|runtime|contracts|cli|generated|examples)/";
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: rooms, pathNot: [from, ...allowed] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    only("runtime-stands-alone", "^runtime/", [], "services import the runtime; it must not drag the tool along"),
    only("catalog-stands-alone", "^catalog/", [], "the model is the ground that everything else stands on"),
    only(
      "generator-below-cli",
      "^generator/",
      ["^catalog/index\\.ts$", "^runtime/gen/symbols\\.ts$", "^runtime/errors\\.ts$"],
      "the generator prints names of the runtime, it does not run it",
    ),
    only(
      "contracts-below-cli",
      "^contracts/",
      ["^catalog/index\\.ts$", "^runtime/(index|errors)\\.ts$"],
      "contracts judge models and drive the runtime by its door; errors have one of their own, since most runs need no client",
    ),
    only(
      "generated-has-one-door",
      "^generated/",
      ["^runtime/gen/index\\.ts$", "^runtime/testing/index\\.ts$"],
      "generated code enters by eventwright/gen alone",
    ),
    only(
      "cli-uses-doors",
      "^cli/",
      ["^catalog/index\\.ts$", "^generator/index\\.ts$", "^contracts/index\\.ts$", "^runtime/(index|errors)\\.ts$"],
      "a command names flags and hands over to a room's index",
    ),
    {
      name: "no-way-round-by-the-package",
      severity: "error",
      comment: "a room that imports eventwright/... would meet its own old build, and no other rule would see it",
      from: { path: "^(catalog|generator|runtime|contracts|cli)/|^index\\.ts$" },
      to: { path: "^dist/" },
    },
    {
      name: "generated-knows-no-tool",
      severity: "error",
      comment: "generated code enters by eventwright/gen, its tests by eventwright/testing",
      from: { path: "^generated/" },
      to: { path: "^dist/", pathNot: "^dist/runtime/(gen|testing)/index\\.d\\.ts$" },
    },
    {
      name: "no-circles",
      comment: "also type-only ones: a circle means that two files are one",
      severity: "error",
      from: { path: rooms },
      to: { circular: true },
    },
    {
      name: "no-inner-index",
      comment: "inner barrels make circles: inside a room the file itself is imported",
      severity: "error",
      from: { path: "^(runtime|contracts|generator|catalog)/", pathNot: "/index\\.ts$" },
      to: { path: "^$1/index\\.ts$" },
    },
    {
      name: "kafkajs-behind-its-port",
      severity: "error",
      comment: "a Kafka client is a driver, never the API",
      from: { pathNot: "^runtime/transport/kafkajs" },
      to: { path: "node_modules/kafkajs" },
    },
    {
      name: "pg-behind-its-port",
      severity: "error",
      comment: "the store port hides the driver",
      from: { pathNot: "^runtime/store/postgres" },
      to: { path: "node_modules/pg/|node_modules/@types/pg/" },
    },
    {
      name: "pglite-behind-its-port",
      severity: "error",
      comment: "the store port hides the driver",
      from: { pathNot: "^runtime/store/(pglite|template)" },
      to: { path: "node_modules/@electric-sql" },
    },
    {
      name: "artifacts-are-pure",
      severity: "error",
      comment: "an artifact turns a model into a view; disk and clock are the writer's",
      from: { path: "^generator/artifacts/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-tests-in-the-product",
      severity: "error",
      comment: "tests may see the product, not the reverse",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    { name: "resolvable", severity: "error", comment: "an import that leads nowhere", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules|^dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
      mainFields: ["types", "module", "main"],
    },
  },
};
