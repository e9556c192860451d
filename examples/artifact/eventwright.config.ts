import { defineArtifact, defineConfig } from "eventwright";

/** A page for people beside the code: one Markdown file a topic, made of the same names and docs. */
const catalogue = defineArtifact({
  name: "catalogue",
  per: "topic",
  path: (topic) => `${topic.context}/${topic.valuePrefix}.catalogue.md`,
  render: (topic) => {
    const events = topic.events.map((event) => {
      const rows = event.fields.map((field) => `| ${field.name} | \`${field.type}\` | ${field.isKey ? "key" : field.isId ? "id" : ""} |`);
      return [`## ${event.name}`, "", event.comment, "", "| field | type | role |", "| --- | --- | --- |", ...rows, ""].join("\n");
    });
    return [`# ${topic.name}`, "", `Owner: ${topic.owner ?? "nobody"}. Keyed by ${topic.key}.`, "", ...events].join("\n");
  },
});

export default defineConfig({ artifacts: [catalogue] });
