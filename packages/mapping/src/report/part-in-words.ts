// Parts of a mapping other than its rules, in words for people who do not read JSON.
import type { Lookup, MappingSample, MappingSource, RuleMeta, SchemaUse } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** A text between quotes, everything else as JSON; cut where it is long. */
function valueWords(value: Json): string {
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** “Order, version 3”; “A shape of its own with 5 fields”. */
export function schemaInWords(use: SchemaUse | undefined): string {
  if (use === undefined) return 'Any shape';
  if (typeof use === 'string') return use.replace('@', ', version ');
  const count = Object.keys(use.properties ?? {}).length;
  const title = use.title === undefined ? 'A shape of its own' : `“${use.title}”, a shape of its own`;
  return count === 0 ? title : `${title} with ${counted(count, 'field', 'fields')}`;
}

const roleWords = {
  payload: '',
  lookup: ', a list to find records in',
  headers: ', headers',
  variables: ', variables',
};

export function sourceInWords({ schema, role = 'payload', key, from }: MappingSource): string {
  const found = key === undefined ? '' : ` by ${key}`;
  return `${schemaInWords(schema)}${roleWords[role]}${found}${from === undefined ? '' : `, filled by ${from.trim()}`}`;
}

const fewKeys = 3;

/** “DE is “Germany”, DK is “Denmark” and 4 more; “?” for others”. */
export function lookupInWords(lookup: Lookup, mostKeys = fewKeys): string {
  const otherwise = lookup.default === undefined ? '' : `; ${valueWords(lookup.default)} for others`;
  const backwards = lookup.reverse === true ? '; looked up backwards' : '';
  if ('table' in lookup) return `The table ${lookup.table.replace('@', ', version ')}${otherwise}${backwards}`;
  const entries = Object.entries(lookup.values);
  const more = entries.length > mostKeys ? ` and ${entries.length - mostKeys} more` : '';
  const shown = entries.slice(0, mostKeys).map(([key, value]) => `${key} is ${valueWords(value)}`);
  return `${shown.length === 0 ? 'No keys' : shown.join(', ')}${more}${otherwise}${backwards}`;
}

export const sampleInWords = ({ out }: MappingSample): string =>
  out === undefined ? 'Data to try it on' : 'A test: data, and what must come of them';

const statusWords = { todo: 'To do', reviewed: 'Reviewed' };

export function metaInWords({ status, comment, owner, by }: RuleMeta): string {
  const score = /^auto:(\d(?:\.\d+)?)$/.exec(by ?? '')?.[1];
  const maker = score === undefined ? by : `auto-map at ${Math.round(Number(score) * 100)} %`;
  const said = [
    status === undefined ? undefined : statusWords[status],
    owner === undefined ? undefined : `of ${owner}`,
    maker === undefined ? undefined : `by ${maker}`,
    comment === undefined ? undefined : valueWords(comment),
  ];
  return said.filter((part) => part !== undefined).join(', ') || 'Nothing';
}
