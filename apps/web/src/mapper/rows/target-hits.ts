// Which target rows a search and a filter leave: the same for the tree and for the table.
import type { Suggestion } from '../auto-map/suggestion.ts';
import type { MapperData } from '../data/mapper-data.ts';
import { madeValue, valueWords } from '../data/sample-values.ts';
import type { TargetFilter } from '../mapper.store.ts';
import { ruleText } from './rule-text.ts';
import { matcherOf } from './search.ts';
import { isLeaf } from './tree-node.ts';
import type { TargetNode, TreeNode } from './tree-node.ts';

export type TargetFacts = Pick<MapperData, 'targetNodes' | 'results' | 'problemsAt' | 'meter' | 'view'>;

export interface TargetQuery {
  readonly data: TargetFacts;
  readonly search: string;
  readonly filter: TargetFilter;
  readonly suggestions: readonly Suggestion[];
  /** Rules that got no value in any sample. */
  readonly neverFilled: ReadonlySet<string>;
  /** The index of a row that stays in any case. */
  readonly pinned?: number | undefined;
}

/** Names from the top, with blanks between, for every node. */
export const pathsOf = (nodes: readonly TreeNode[]): string[] => {
  const paths: string[] = [];
  for (const node of nodes) paths.push(node.parent < 0 ? node.name : `${paths[node.parent] ?? ''} ${node.name}`);
  return paths;
};

/** The indices of the nodes that are asked for; undefined when nothing is left out. */
export function targetHits(query: TargetQuery): ReadonlySet<number> | undefined {
  const { data, search, filter, pinned } = query;
  const matcher = matcherOf(search);
  if (matcher === undefined && filter === 'all') return undefined;
  const nodes = data.targetNodes;
  const hits = new Set<number>(pinned === undefined ? [] : [pinned]);
  const paths = matcher === undefined ? [] : pathsOf(nodes);
  const passes = targetFilter(query);
  for (const [index, node] of nodes.entries()) {
    if (!passes(node)) continue;
    if (
      matcher === undefined ||
      matcher({ name: node.name, path: paths[index] ?? '', shape: node.shape, texts: () => textsOf(node, data) })
    )
      hits.add(index);
  }
  return hits;
}

function textsOf(node: TargetNode, { results, view }: TargetFacts): string[] {
  const result = results.get(node.key);
  const value = result !== undefined && 'value' in result ? valueWords(madeValue(node, result.value)) : '';
  const { comment = '', owner = '' } = (node.part === '' ? metaOf(view, node.path) : undefined) ?? {};
  return [node.rule === undefined ? '' : ruleText(node.rule, node.part), value, comment, owner];
}

/** What people say about a rule. */
export function metaOf({ doc }: TargetFacts['view'], path: string) {
  const rules = doc.meta?.rules ?? {};
  return Object.hasOwn(rules, path) ? rules[path] : undefined;
}

export function targetFilter({
  data,
  filter,
  suggestions,
  neverFilled,
}: Pick<TargetQuery, 'data' | 'filter' | 'suggestions' | 'neverFilled'>): (node: TargetNode) => boolean {
  switch (filter) {
    case 'all':
      return () => true;
    case 'mapped':
      return (node) => isLeaf(node) && (node.rule !== undefined || node.isCovered);
    case 'unmapped':
      return (node) => isLeaf(node) && node.rule === undefined && !node.isCovered;
    case 'missing':
      return (node) => data.meter.missing.has(node.key);
    case 'problems':
      return (node) => data.problemsAt.get(node.key)?.some(({ severity }) => severity !== 'info') === true;
    case 'suggested': {
      const paths = new Set(suggestions.map(({ target }) => target));
      return (node) => node.part === '' && paths.has(node.path);
    }
    case 'todo':
    case 'reviewed':
      return (node) => node.part === '' && metaOf(data.view, node.path)?.status === filter;
    case 'neverFilled':
      return (node) => node.part === '' && neverFilled.has(node.path);
  }
}
