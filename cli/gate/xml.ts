/** Text that stands in an element as it is, line breaks included. */
export interface XmlText {
  readonly text: string;
}

/** One element on lines of its own; what it holds is XML, or text to be escaped. */
export function element(name: string, attributes: Readonly<Record<string, string>>, inside: string | XmlText = ""): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const head = `<${name}${words.join("")}`;
  if (typeof inside !== "string") return `${head}>${escapeXml(inside.text)}</${name}>`;
  return inside === "" ? `${head}/>` : `${head}>\n${inside}\n</${name}>`;
}

/** For content and for attributes in double quotes; the text is visible already, so it holds nothing that XML forbids. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
