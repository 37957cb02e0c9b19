import type { DataType, SchemaNode } from '@patchbay/model/schema';

const words: Readonly<Record<DataType, string>> = {
  null: 'null',
  boolean: 'yes/no',
  integer: 'integer',
  number: 'number',
  string: 'text',
  array: 'list',
  object: 'object',
};

/** `text`, `date-time`, `number or text, null`; nothing where anything may stand. */
export function typeWord(shape: Pick<SchemaNode, 'types' | 'nullable' | 'item'>): string {
  const { format } = shape.item;
  const named = shape.types.map((type) =>
    type === 'string' && format !== undefined && isShort(format) ? format : words[type],
  );
  const types = [...new Set(named)].join(' or ');
  if (!shape.nullable) return types;
  return types === '' ? 'null' : `${types}, null`;
}

const isShort = (format: string): boolean =>
  ['date', 'date-time', 'time', 'email', 'uuid', 'uri', 'duration'].includes(format);

export type TypeIcon = 'text' | 'number' | 'date' | 'boolean' | 'object' | 'list' | 'any' | 'null';

export function typeIcon(shape: SchemaNode | undefined): TypeIcon {
  if (shape === undefined) return 'any';
  if (shape.cardinality === 'many') return 'list';
  const [type] = shape.types;
  if (type === undefined) return shape.nullable ? 'null' : 'any';
  switch (type) {
    case 'string':
      return shape.item.format === 'date-time' || shape.item.format === 'date' ? 'date' : 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'object':
      return 'object';
    case 'array':
      return 'list';
    case 'null':
      return 'null';
  }
}

/** Whether the field must be there; undefined where nobody says. */
export const presenceWord = (shape: SchemaNode | undefined): 'required' | 'optional' | undefined =>
  shape === undefined ? undefined : shape.required ? 'required' : 'optional';

/** The name that people here use for a field, where its schema tells one that is not its own. */
export function aliasOf(shape: SchemaNode | undefined): string | undefined {
  const alias = shape?.schema['x-alias']?.trim();
  return alias === undefined || alias === '' || alias === shape?.name ? undefined : alias;
}

/** Other words for a field, in any language. */
export const synonymsOf = (shape: SchemaNode | undefined): readonly string[] => shape?.schema['x-synonyms'] ?? [];

/** What the schema says besides the type, one line each: for a tooltip. */
export function shapeFacts(shape: SchemaNode | undefined): string[] {
  if (shape === undefined) return [];
  const { schema, item } = shape;
  const alias = aliasOf(shape);
  const synonyms = synonymsOf(shape);
  const list = item.enum ?? (item.const === undefined ? undefined : [item.const]);
  const facts = [
    alias === undefined ? undefined : `called ${alias} here`,
    synonyms.length === 0 ? undefined : `also ${synonyms.join(', ')}`,
    schema.description,
    list === undefined
      ? undefined
      : `one of ${list
          .slice(0, 12)
          .map((value) => JSON.stringify(value))
          .join(', ')}${list.length > 12 ? ', …' : ''}`,
    item.format === undefined ? undefined : `format ${item.format}`,
    item.pattern === undefined ? undefined : `pattern ${item.pattern}`,
    range('length', item.minLength, item.maxLength),
    range('value', item.minimum, item.maximum),
    range('items', schema.minItems, schema.maxItems),
    schema.default === undefined ? undefined : `default ${JSON.stringify(schema.default)}`,
    shape.recursive ? 'a shape that contains itself' : undefined,
  ];
  return facts.filter((fact) => fact !== undefined);
}

function range(what: string, low: number | undefined, high: number | undefined): string | undefined {
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && high !== undefined) return low === high ? `${what} ${low}` : `${what} ${low} to ${high}`;
  return low === undefined ? `${what} at most ${high}` : `${what} at least ${low}`;
}
