// What each box of a formula gave on the sample, found by its address in the tree.
import { traceExpression } from '@patchbay/mapping';
import type { Scope, TraceNode } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';
import { shortValue } from '../../editor/preview/value-words.ts';
import { previewContext } from '../data/analysis.ts';

export interface LensValue {
  readonly words: string;
  readonly state: TraceNode['state'];
  readonly title: string;
  /** Where there is a value. */
  readonly type?: ValueType;
}

export type ValueType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'null';

export type LensValues = (address: string) => LensValue | undefined;

/** `placed`: the trace where the formula stands, for one that reads what only its place knows. */
export function lensValues(text: string, scope: Scope, placed?: TraceNode): LensValues {
  if (text.trim() === '') return () => undefined;
  const trace = placed ?? traceExpression(text, scope, previewContext);
  return (address) => {
    const node = traceAt(trace, address);
    if (node === undefined) return undefined;
    switch (node.state) {
      case 'value': {
        const value = (node.value ?? null) as Json;
        const words = shortValue(value, text.slice(node.start, node.end));
        return { words, state: node.state, title: itemWords(node, words), type: valueType(value) };
      }
      case 'error':
        return { words: 'fails', state: node.state, title: node.error?.message ?? '' };
      case 'skipped':
        return { words: 'not used', state: node.state, title: 'Not looked at on this sample.' };
    }
  };
}

function valueType(value: Json): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

const itemWords = ({ items }: TraceNode, words: string): string =>
  items === undefined ? words : `${words} for item ${items.shown + 1} of ${items.count}`;

/** Paths are one node of the trace: what lies inside them has none. */
function traceAt(trace: TraceNode, address: string): TraceNode | undefined {
  let node: TraceNode | undefined = trace;
  for (const position of address === '' ? [] : address.split('.')) node = node?.children[Number(position)];
  return node;
}
