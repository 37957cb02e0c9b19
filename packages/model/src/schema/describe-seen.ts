// What inference has seen, as a schema.
import type { DataSchema } from './data-schema.ts';
import { isMap } from './map-names.ts';
import { mapShape, typesSeen } from './seen.ts';
import type { Seen } from './seen.ts';
import { formatName } from './text-format.ts';

export interface InferOptions {
  /** Text with few, often repeated values becomes an enumeration. Default no. */
  readonly enums?: boolean;
  /** Objects whose names are data (ids, dates) become maps. Default no. */
  readonly maps?: boolean;
  /** How many different scalar values to keep as examples of each field. Default 0, at most 10. */
  readonly examples?: number;
}

export interface Describing {
  readonly options: InferOptions;
  readonly isPartial: boolean;
}

export function describeSeen(seen: Seen, describing: Describing): DataSchema {
  const types = typesSeen(seen);
  const schema: DataSchema = {};
  const [only] = types;
  if (types.length === 1 && only !== undefined) schema.type = only;
  else if (types.length > 1) schema.type = types;
  const texts = seen.counts.get('string') ?? 0;
  const format = texts > 0 ? formatName(seen.formats) : undefined;
  if (format !== undefined) schema.format = format;
  describeValues(schema, seen, describing);
  if (types.includes('array')) schema.items = seen.items === undefined ? {} : describeSeen(seen.items, describing);
  if (types.includes('object')) describeFields(schema, seen, describing);
  return schema;
}

/** Each value on average four times, eight in all: codes such as a status, not names. */
const fewestOfEnum = 8;
const repeatsOfEnum = 4;
const longestOfEnum = 40;

function describeValues(schema: DataSchema, seen: Seen, { options, isPartial }: Describing): void {
  const { enums = false, examples = 0 } = options;
  const values = [...seen.values.values()];
  if (enums && !isPartial && schema.format === undefined && isEnumeration(seen)) {
    schema.enum = [...values.map(({ value }) => value), ...(seen.counts.has('null') ? [null] : [])];
  } else if (examples > 0 && values.length > 0) {
    schema.examples = values.slice(0, Math.min(examples, 10)).map(({ value }) => value);
  }
}

function isEnumeration(seen: Seen): boolean {
  const texts = seen.counts.get('string') ?? 0;
  const others = [...seen.counts.keys()].some((type) => type !== 'string' && type !== 'null');
  if (others || seen.hasManyValues || texts < fewestOfEnum || texts < seen.values.size * repeatsOfEnum) return false;
  return [...seen.values.values()].every(
    ({ value }) => typeof value === 'string' && value !== '' && value.length <= longestOfEnum,
  );
}

function describeFields(schema: DataSchema, seen: Seen, describing: Describing): void {
  const fields = seen.fields ?? new Map<string, Seen>();
  const objects = seen.counts.get('object') ?? 0;
  if (seen.rest !== undefined || (describing.options.maps === true && isMap(fields, objects))) {
    schema.additionalProperties = describeSeen(mapShape(seen), describing);
    return;
  }
  schema.properties = Object.fromEntries([...fields].map(([name, field]) => [name, describeSeen(field, describing)]));
  const required = [...fields].filter(([, field]) => timesSeen(field) === objects).map(([name]) => name);
  if (required.length > 0) schema.required = required;
  if (hasNumericName(fields)) schema['x-order'] = [...fields.keys()];
}

const timesSeen = (seen: Seen): number => {
  let times = 0;
  for (const count of seen.counts.values()) times += count;
  return times;
};

/** Such names come first in every JavaScript object, wherever they stood. */
const hasNumericName = (fields: ReadonlyMap<string, Seen>): boolean => {
  let isAfterName = false;
  for (const name of fields.keys()) {
    if (!/^(0|[1-9]\d{0,9})$/.test(name)) isAfterName = true;
    else if (isAfterName) return true;
  }
  return false;
};
