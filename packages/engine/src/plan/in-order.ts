import { AppError } from '@patchbay/model/errors';
import { recordLeaders } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';

/**
 * Each node behind those that lead to it. Steps over the same records are done together: they stand together, behind all that
 * leads to any of them, and the one that leads them is the first.
 *
 * @throws AppError `unprocessable` when something waits for itself
 */
export function inOrder(doc: FlowDocument): FlowNode[] {
  const leaders = recordLeaders(doc);
  const unitOf = (id: string): string => leaders.get(id) ?? id;
  const units = new Map<string, FlowNode[]>();
  for (const node of doc.nodes) {
    const unit = unitOf(node.id);
    const members = units.get(unit) ?? [];
    if (node.id === unit) members.unshift(node);
    else members.push(node);
    units.set(unit, members);
  }
  const edges = doc.edges.map(({ from, to }) => ({ from: from.node as string, to: to.node as string }));
  const between = edges
    .map(({ from, to }) => ({ from: unitOf(from), to: unitOf(to) }))
    .filter(({ from, to }) => from !== to);
  return sorted([...units.keys()], between).flatMap((unit) => {
    const members = new Map((units.get(unit) ?? []).map((node) => [node.id as string, node]));
    const within = edges.filter(({ from, to }) => members.has(from) && members.has(to));
    return sorted([...members.keys()], within).flatMap((id) => members.get(id) ?? []);
  });
}

function sorted(ids: readonly string[], edges: readonly { readonly from: string; readonly to: string }[]): string[] {
  const waiting = new Map(ids.map((id) => [id, 0]));
  const onward = new Map<string, string[]>();
  for (const { from, to } of edges) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const next = onward.get(from);
    if (next === undefined) onward.set(from, [to]);
    else next.push(to);
  }
  const ordered = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ordered) {
    for (const to of onward.get(id) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ordered.push(to);
    }
  }
  if (ordered.length === ids.length) return ordered;
  throw AppError.because(
    'unprocessable',
    'The flow goes round in a circle and cannot run. Open it and mend the problem.',
  );
}
