// The rows of the table: every row of the target, in the target's order or sorted, as far as search and filter leave them.
import { metaOf, targetHits } from '../rows/target-hits.ts';
import type { TargetFacts, TargetQuery } from '../rows/target-hits.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';

/** Null: the order of the target. */
export type TableSort = { readonly by: 'target' | 'status'; readonly descending: boolean } | null;

/** What a press on a column's head asks for next: up, down, and the target's order again. */
export function nextSort(sort: TableSort, by: 'target' | 'status'): TableSort {
  if (sort?.by !== by) return { by, descending: false };
  return sort.descending ? null : { by, descending: true };
}

/** Indices of the nodes that are shown, in order. */
export function tableRows(query: TargetQuery, sort: TableSort): readonly number[] {
  const { targetNodes: nodes } = query.data;
  const hits = targetHits(query);
  const shown: number[] = [];
  for (let at = 0; at < nodes.length; at += 1) if (hits === undefined || hits.has(at)) shown.push(at);
  if (sort === null) return shown;
  const owners = ownersOf(nodes);
  const compare = sort.by === 'status' ? byStatus(query.data) : byPath(nodes);
  const sign = sort.descending ? -1 : 1;
  return shown.toSorted((one, other) => {
    const [first, second] = [owners[one] ?? one, owners[other] ?? other];
    // Names and cases stay with the rule that they are parts of.
    return first === second ? one - other : sign * compare(first, second) || first - second;
  });
}

/** Of a part of a rule the row of the rule; of others the row itself. */
function ownersOf(nodes: readonly TargetNode[]): Int32Array {
  const owners = new Int32Array(nodes.length);
  for (const [at, node] of nodes.entries()) owners[at] = node.part === '' || node.parent < 0 ? at : node.parent;
  return owners;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function byPath(nodes: readonly TargetNode[]): (one: number, other: number) => number {
  const texts = nodes.map(({ path }) => path.replaceAll('/', '\u0001'));
  return (one, other) => collator.compare(texts[one] ?? '', texts[other] ?? '');
}

function byStatus(data: TargetFacts): (one: number, other: number) => number {
  const ranks = new Map<number, number>();
  const rank = (at: number): number => {
    const known = ranks.get(at);
    if (known !== undefined) return known;
    const node = data.targetNodes[at];
    const made = node === undefined ? 0 : statusOrder.indexOf(rowState(node, data));
    ranks.set(at, made);
    return made;
  };
  return (one, other) => rank(one) - rank(other);
}

export type RowState = 'error' | 'missing' | 'warning' | 'todo' | 'unmapped' | 'none' | 'reviewed';

/** What needs a person first. */
const statusOrder: readonly RowState[] = ['error', 'missing', 'warning', 'todo', 'unmapped', 'none', 'reviewed'];

export function rowState(node: TargetNode, data: TargetFacts): RowState {
  const problems = data.problemsAt.get(node.key) ?? [];
  if (data.meter.missing.has(node.key)) return 'missing';
  if (problems.some(({ severity }) => severity === 'error')) return 'error';
  const result = data.results.get(node.key);
  if (result !== undefined && 'error' in result) return 'error';
  if (problems.some(({ severity }) => severity === 'warning')) return 'warning';
  const status = node.part === '' ? metaOf(data.view, node.path)?.status : undefined;
  if (status !== undefined) return status;
  return isLeaf(node) && node.rule === undefined && !node.isCovered ? 'unmapped' : 'none';
}

export interface FilterCounts {
  readonly unmapped: number;
  readonly missing: number;
  readonly problems: number;
  readonly todo: number;
  readonly reviewed: number;
  readonly neverFilled: number;
}

/** How many rows each filter would show. */
export function filterCounts(data: TargetFacts, neverFilled: ReadonlySet<string>): FilterCounts {
  const counts = { unmapped: 0, missing: data.meter.missing.size, problems: 0, todo: 0, reviewed: 0, neverFilled: 0 };
  for (const node of data.targetNodes) {
    if (data.problemsAt.get(node.key)?.some(({ severity }) => severity !== 'info') === true) counts.problems += 1;
    if (node.part !== '') continue;
    if (isLeaf(node) && node.rule === undefined && !node.isCovered) counts.unmapped += 1;
    if (neverFilled.has(node.path)) counts.neverFilled += 1;
    const status = metaOf(data.view, node.path)?.status;
    if (status !== undefined) counts[status] += 1;
  }
  return counts;
}
