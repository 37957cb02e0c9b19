import type { FlowDocument } from '@patchbay/model/flow';

/** What stands beside the body in `trigger`; none of it needs the body. */
const beside = /^\s*\??\.\s*(headers|query|method|path|key|type|messageId|position|publishedAt|plannedAt)\b/;

/**
 * Whether anything in the flow may look into the body of the event, by its words and by what its merges are given: rather yes
 * than no. What it does not look into is not read into memory when it is large; steps that read its records open it by themselves.
 */
export function readsBody({ nodes, edges, settings }: FlowDocument): boolean {
  return (
    nodes.some(({ id: _id, name: _name, label: _label, note: _note, ...said }) => namesBody(said)) ||
    namesBody(settings) ||
    mergesEvent({ nodes, edges })
  );
}

/** The result of a merge is what came to it: from a trigger that is the whole event, without a word about it. */
function mergesEvent({ nodes, edges }: Pick<FlowDocument, 'nodes' | 'edges'>): boolean {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  return edges.some(({ from, to }) => kinds.get(from.node) === 'trigger' && kinds.get(to.node) === 'merge');
}

function namesBody(value: unknown): boolean {
  if (typeof value === 'string') return textReadsBody(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) =>
    name === 'kind' ? false : textReadsBody(name) || namesBody(inner),
  );
}

/** The same of one text. */
export function textReadsBody(text: string): boolean {
  return [...text.matchAll(/\btrigger\b/g)].some(({ index }) => !beside.test(text.slice(index + 'trigger'.length)));
}
