// Rows in words, for those who hear them: the same facts that are seen, in one line. A target row's value, mark and
// buttons speak for themselves behind these words.
import { isStructure } from '@patchbay/model/mapping';
import { valueWords } from '../data/sample-values.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode, TreeNode } from '../rows/tree-node.ts';
import { aliasOf, typeWord } from '../rows/type-words.ts';
import { mayBeMissing } from './may-be-missing.ts';
import type { SourceFacts, TargetFacts } from './row-facts.ts';

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(', ');

const nameWords = (node: TreeNode): string => {
  const alias = aliasOf(node.shape);
  return alias === undefined ? node.name : `${alias}, ${node.name}`;
};

export function sourceWords({ node, value, isUnused }: SourceFacts): string {
  return joined([
    nameWords(node),
    node.shape?.cardinality === 'many'
      ? 'list'
      : isLeaf(node) && node.shape !== undefined
        ? typeWord(node.shape)
        : undefined,
    mayBeMissing(node) ? 'optional' : undefined,
    isLeaf(node) || Array.isArray(value) ? valueWords(value) : undefined,
    isUnused ? 'not used' : undefined,
  ]);
}

export function targetWords({
  node,
  rule: words,
  draft,
  waits,
}: Pick<TargetFacts, 'node' | 'rule' | 'draft' | 'waits'>): string {
  const { rule, shape } = node;
  const typed = draft ?? waits;
  return joined([
    nameWords(node),
    shape?.cardinality === 'many' ? 'list' : isLeaf(node) && shape !== undefined ? typeWord(shape) : undefined,
    shape?.required === true ? 'required' : undefined,
    rule === undefined ? (isLeaf(node) && !node.isCovered ? 'no rule' : undefined) : ruleWords(node, words),
    typed === undefined ? undefined : `typed and not applied: ${typed}`,
  ]);
}

function ruleWords({ rule, part }: TargetNode, words: string): string | undefined {
  if (rule === undefined) return undefined;
  const said = words.length > mostSaid ? `${words.slice(0, mostSaid)}…` : words;
  if (part !== '') return part.startsWith('#case.') ? said : `is ${said}`;
  return isStructure(rule) ? said : `rule ${said}`;
}

/** A longer rule is heard where it is edited: here every row is laid out with its words as it comes into view. */
const mostSaid = 160;
