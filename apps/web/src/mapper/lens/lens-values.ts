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
}

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
        const words = shortValue((node.value ?? null) as Json, text.slice(node.start, node.end));
        return { words, state: node.state, title: itemWords(node, words) };
      }
      case 'error':
        return { words: 'fails', state: node.state, title: node.error?.message ?? '' };
      case 'skipped':
        return { words: 'not used', state: node.state, title: 'Not looked at on this sample.' };
    }
  };
}

const itemWords = ({ items }: TraceNode, words: string): string =>
  items === undefined ? words : `${words} for item ${items.shown + 1} of ${items.count}`;

/** Paths are one node of the trace: what lies inside them has none. */
function traceAt(trace: TraceNode, address: string): TraceNode | undefined {
  let node: TraceNode | undefined = trace;
  for (const position of address === '' ? [] : address.split('.')) node = node?.children[Number(position)];
  return node;
}
