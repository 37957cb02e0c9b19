import type { SchemaNode } from '@patchbay/model/schema';
import { typeWord } from '../rows/type-words.ts';

const shownValues = 20;

/** What the schema says of the values of a field, one term and value each. */
export function fieldFacts(node: SchemaNode): [string, string][] {
  const { schema, item } = node;
  const word = typeWord(node);
  const type =
    node.cardinality === 'many' ? `list of ${word === '' ? 'anything' : word}` : word === '' ? 'anything' : word;
  const values = item.enum ?? (item.const === undefined ? undefined : [item.const]);
  const facts: [string, string | undefined][] = [
    ['Type', type],
    ['Required', node.required ? 'yes' : 'no'],
    ['Values', values === undefined ? undefined : listed(values)],
    ['Format', item.format],
    ['Pattern', item.pattern],
    ['Length', range(item.minLength, item.maxLength)],
    ['Range', range(item.minimum, item.maximum)],
    ['Items', range(schema.minItems, schema.maxItems)],
    ['Default', item.default === undefined ? undefined : JSON.stringify(item.default)],
    ['Examples', item.examples === undefined || item.examples.length === 0 ? undefined : listed(item.examples)],
    ['Contains', node.recursive ? 'itself' : undefined],
  ];
  return facts.flatMap(([term, words]): [string, string][] => (words === undefined ? [] : [[term, words]]));
}

function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, shownValues).map((value) => JSON.stringify(value));
  return values.length > shownValues ? `${shown.join(', ')} and ${values.length - shownValues} more` : shown.join(', ');
}

function range(low: number | undefined, high: number | undefined): string | undefined {
  if (low === undefined) return high === undefined ? undefined : `at most ${high}`;
  if (high === undefined) return `at least ${low}`;
  return low === high ? `${low}` : `${low} to ${high}`;
}
