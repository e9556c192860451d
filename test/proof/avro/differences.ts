/** Where avsc takes another view of what a schema is: by the sentence of the side that refuses, and why the specification is with us. */
export const refusedByUs: readonly (readonly [RegExp, string])[] = [
  [
    /^SCHEMA_INVALID_JSON|appears twice in one object$/,
    "a key that stands twice has no defined meaning in JSON (RFC 8259, 4); avsc is given what JSON.parse makes of it",
  ],
  [/a namespace is a string/, "namespace is a JSON string; avsc takes anything for none"],
  [/has no name|name of this \w+ is|a name is a string/, "records, enums and fixed types have a name; avsc takes types without one"],
  [/"aliases" must be/, "aliases is a list of names; avsc does not look at what it does not use"],
  [/"symbols" must be/, "symbols is a list of names; avsc makes a text of whatever stands in it"],
  [/"(doc|order)"/, "doc is a string, order one of three words; avsc does not look"],
  [
    /is no type by itself/,
    "record, enum, fixed, array and map need the object around them; avsc reads a list with one as a union's branch",
  ],
  [/a schema is a name, an object or an array/, "a type is a name, an object or a list; avsc takes null for the type null"],
  [/redefines one of Avro's own types/, "primitive type names have no namespace and can't be defined, nor stood for by an alias"],
  [/a union stands directly inside a union/, "unions may not immediately contain other unions; avsc does not see one in { type: [...] }"],
  [
    /^SCHEMA_UNKNOWN_TYPE no schema defines (\S+\.)?(__proto__|constructor|toString|hasOwnProperty|valueOf)$/,
    "avsc finds what every object inherits",
  ],
  [/so none ever ends$/, "nothing forbids a record that always holds itself, but no value of it ends; avsc meets that when it writes one"],
  [
    /no schema defines (null|boolean|int|long|float|double|bytes|string)$/,
    "a name that begins with a dot, or is no type's, is looked up among named types; avsc finds its primitive",
  ],
  [/is not among the enum's symbols/, "an enum's default is one of its symbols; avsc looks it up among what every object inherits"],
  [
    /^SCHEMA_INVALID_DEFAULT the default/,
    "a record's default is an object with its fields; avsc takes anything where all fields have defaults",
  ],
  [/is no Avro name/, "names and aliases are letters, digits and _; avsc looks at the names that it uses"],
];

export const refusedByAvsc: readonly (readonly [RegExp, string])[] = [
  [/^unknown type: /, '{ "type": { "type": … } } is a schema; so is { "type": "a.Name" }; avsc takes neither'],
  [
    /^duplicate ".*" symbol|^duplicate type name: (\S+\.)?(constructor|toString|hasOwnProperty|__proto__)/s,
    "avsc finds what every object inherits",
  ],
  [/^incompatible field default.*union defaults must match/s, "since 1.12 a default may be of any branch"],
  [/^incompatible field default.*invalid "long"/s, "a long has 64 bits; avsc ends at 2^53"],
  [/^incompatible field default/s, "avsc looks at a default before the record that it holds is whole, and finds no __proto__ in it"],
  [
    /^undefined type name: |^invalid name: /,
    "a dotted name leaves its namespace attribute aside, also for what stands inside; a bare name may be of the null namespace",
  ],
  [/^invalid "\w+": \{\}$/, "a default with a member __proto__ sets a prototype in avsc, which then finds {} in its place"],
  [/^Cannot (read|assign)/, "avsc breaks"],
];

/** The reason that a sentence has in a table. */
export function reasonOf(table: typeof refusedByUs, sentence: string): string | undefined {
  return table.find(([pattern]) => pattern.test(sentence))?.[1];
}
