/** A value of an Avro schema, and the value as the specification's JSON encoding. */

export type AvroValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly AvroValue[]
  | ReadonlyMap<string, AvroValue>
  | Chosen;

/** A union's value: which branch it is of. */
export class Chosen {
  readonly index: number;
  /** The branch's name in JSON. */
  readonly tag: string;
  readonly value: AvroValue;

  constructor(index: number, tag: string, value: AvroValue) {
    this.index = index;
    this.tag = tag;
    this.value = value;
  }
}

/** One line, bytes as characters, a union's value under its branch's name. Source: Avro 1.12, "JSON Encoding". */
export function avroJson(value: AvroValue): string {
  if (value instanceof Chosen) {
    return value.value === null ? "null" : `{${JSON.stringify(value.tag)}:${avroJson(value.value)}}`;
  }
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Map) return `{${[...value].map(([name, one]) => `${JSON.stringify(name)}:${avroJson(one)}`).join(",")}}`;
  if (Array.isArray(value)) return `[${value.map(avroJson).join(",")}]`;
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** ASCII stays readable, any other byte is an escape. */
function bytesText(bytes: Uint8Array): string {
  const text = JSON.stringify(String.fromCharCode(...bytes));
  return text.replace(/[\x7f-\xff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
