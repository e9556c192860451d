import { defineConfig } from "eventwright";

/** `templates/producer.hbs` stands in for the producer's own template; everything else is as it always is. */
export default defineConfig({
  templates: "templates",
  banner: "Copyright Acme. Internal use only.",
});
