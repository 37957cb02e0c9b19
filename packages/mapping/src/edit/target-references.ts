// `$target.lines.sku` reads an earlier target value: when its rule gets another path, the text follows.
import { quoteMember, quoteText } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import { rewriteMappingExpressions } from '@patchbay/model/mapping';
import { childrenOf } from '@patchbay/model/expression';
import { treeOf } from '../lineage/origin-of.ts';
import { childPath, pathNames } from '../rules/rule-path.ts';
import { withTextEdits } from './text-edits.ts';
import type { TextEdit } from './text-edits.ts';

interface TargetChain {
  /** The path that it reads, positions in lists left out. */
  readonly path: string;
  readonly node: Expression;
  /** The last step's range, to be written anew. */
  readonly edit: (name: string) => TextEdit;
  readonly base: Expression;
}

/** Every reading of an earlier target value in a tree, longer ones and their beginnings alike. */
function chainsIn(node: Expression, found: TargetChain[]): TargetChain | undefined {
  if (node.kind === 'special' && node.name === 'target')
    return { path: '', node, base: node, edit: () => ({ start: node.end, end: node.end, text: '' }) };
  if (node.kind === 'member' || node.kind === 'index' || node.kind === 'each') {
    const inner = chainsIn(node.object, found);
    if (node.kind === 'index' && node.index.kind !== 'literal') chainsIn(node.index, found);
    if (inner === undefined) return undefined;
    const chain = chainOf(node, inner);
    if (chain.path !== inner.path) found.push(chain);
    return chain;
  }
  for (const child of childrenOf(node)) chainsIn(child, found);
  return undefined;
}

function chainOf(node: Expression, inner: TargetChain): TargetChain {
  if (node.kind === 'member') {
    const edit = (name: string): TextEdit => ({ start: node.nameStart, end: node.end, text: quoteMember(name) });
    return { path: childPath(inner.path, node.name), node, base: inner.node, edit };
  }
  if (node.kind === 'index' && node.index.kind === 'literal' && typeof node.index.value === 'string') {
    const { index } = node;
    const edit = (name: string): TextEdit => ({ start: index.start, end: index.end, text: quoteText(name) });
    return {
      path: childPath(inner.path, index.kind === 'literal' ? String(index.value) : ''),
      node,
      base: inner.node,
      edit,
    };
  }
  return { ...inner, node };
}

/** The text with its readings of one target path reading another. */
export function retargetText(text: string, from: string, to: string): string {
  if (!text.includes('$target')) return text;
  const found: TargetChain[] = [];
  chainsIn(treeOf(text), found);
  const sameParent = to !== '' && from.slice(0, from.lastIndexOf('/')) === to.slice(0, to.lastIndexOf('/'));
  const edits = found
    .filter(({ path }) => path === from)
    .map(({ edit, node }) =>
      sameParent ? edit(pathNames(to).at(-1) ?? '') : { start: node.start, end: node.end, text: targetText(to) },
    );
  return edits.length === 0 ? text : withTextEdits(text, edits);
}

/** `$target.lines.sku` */
export const targetText = (path: string): string =>
  `$target${pathNames(path)
    .map((name) => `.${quoteMember(name)}`)
    .join('')}`;

/** The document after a rule got another path: what reads it reads it there. */
export function withMovedTargets(doc: MappingDocument, from: string, to: string): MappingDocument {
  let isChanged = false;
  const next = rewriteMappingExpressions(doc, 'mapping', (text) => {
    const changed = retargetText(text, from, to);
    if (changed !== text) isChanged = true;
    return changed;
  });
  return isChanged ? next : doc;
}

/** The target paths that a text reads, each as far as it is spelt out. */
export function targetsRead(text: string): string[] {
  if (!text.includes('$target')) return [];
  const tree = treeOf(text);
  const found: TargetChain[] = [];
  const whole = chainsIn(tree, found);
  const paths = found.map(({ path }) => path);
  const longest = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
  return found.length === 0 && (whole !== undefined || text.includes('$target')) ? [''] : longest;
}
