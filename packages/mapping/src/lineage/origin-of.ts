// An expression walked as the language evaluates it, with origins for values: what it takes, and what goes into it.
import type { BinaryNode, Expression, IndexNode } from '@patchbay/model/expression';
import { bracketMeaning } from '../compile/bracket.ts';
import { parsed } from '../compile/parsed.ts';
import { callOrigin } from './call-origin.ts';
import { itemOriginAt, ownSource, resolveOrigin, targetRoot, withItemOrigin } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import {
  anyOf,
  fieldOrigin,
  itemOrigin,
  listOrigin,
  noOrigin,
  originOf,
  structureOrigin,
  usedOrigin,
  usesOf,
  withUses,
} from './origin.ts';
import type { Origin } from './origin.ts';
import { placeOf } from './place.ts';

/** The tree of a text; texts that come again are not parsed again. */
export const treeOf = (text: string): Expression => parsed(text).ast;

export const originOfText = (text: string, scope: NameScope): Origin => originOfNode(treeOf(text), scope);

export function originOfNode(node: Expression, scope: NameScope): Origin {
  switch (node.kind) {
    case 'literal':
      return noOrigin;
    case 'name':
      return resolveOrigin(scope, node.name);
    case 'special':
      return specialOrigin(node.name, scope);
    case 'member':
      return fieldOrigin(originOfNode(node.object, scope), node.name, scope.roots.step);
    case 'each':
      return originOfNode(node.object, scope);
    case 'index':
      return indexOrigin(node, scope);
    case 'unary':
      return usedOrigin(usesOf(originOfNode(node.operand, scope), 'formula'));
    case 'binary':
      return binaryOrigin(node, scope);
    case 'call':
      return callOrigin(node, scope, walk);
    case 'lambda':
      return noOrigin;
    case 'list':
      return listOrigin(anyOf(node.items.map((item) => originOfNode(item, scope))));
    case 'object':
      return structureOrigin(new Map(node.entries.map(({ key, value }) => [key, originOfNode(value, scope)])));
    case 'error':
      return usedOrigin(node.parts.flatMap((part) => usesOf(originOfNode(part, scope), 'formula')));
  }
}

/** What is walked over: an item, and with it its position or a partner. */
export interface Walked {
  readonly item: Origin;
  readonly partner?: Origin | undefined;
}

/** The body of a lambda, or an expression in a place for one, over an item. */
export const originOverItem = (node: Expression, walked: Walked, scope: NameScope): Origin =>
  originOfNode(node.kind === 'lambda' ? node.body : node, scopeOverItem(node, walked, scope));

/** What the body is read in. */
export function scopeOverItem(node: Expression, { item, partner = noOrigin }: Walked, scope: NameScope): NameScope {
  const [first, second] = node.kind === 'lambda' ? node.parameters : [];
  const names: [string, Origin][] = [];
  if (second !== undefined) names.push([second.name, partner]);
  if (first !== undefined) names.push([first.name, item]);
  return withItemOrigin(scope, names, { origin: item, shadows: true });
}

const walk = { node: originOfNode, overItem: originOverItem };

function specialOrigin(name: string, scope: NameScope): Origin {
  switch (name) {
    case '':
      return itemOriginAt(scope, 0) ?? noOrigin;
    case 'parent':
      return itemOriginAt(scope, 1) ?? noOrigin;
    case 'target':
      return originOf(placeOf(targetRoot, undefined));
    case 'vars':
      return originOf(scope.roots.place('vars'));
    case 'source':
      return ownSource(scope);
    default:
      return noOrigin;
  }
}

function indexOrigin(node: IndexNode, scope: NameScope): Origin {
  const base = originOfNode(node.object, scope);
  const meaning = bracketMeaning(node.index);
  switch (meaning.kind) {
    case 'key':
      return fieldOrigin(base, meaning.key, scope.roots.step);
    case 'position':
      return itemOrigin(base);
    case 'filter':
      return withUses(base, usesOf(originOverItem(node.index, { item: itemOrigin(base) }, scope), 'condition'));
    case 'computed':
      return withUses(itemOrigin(base), usesOf(originOfNode(node.index, scope), 'lookup'));
  }
}

function binaryOrigin(node: BinaryNode, scope: NameScope): Origin {
  if (node.operator === '??') return anyOf([originOfNode(node.left, scope), originOfNode(node.right, scope)]);
  const parts = chain(node, node.operator).map((part) => originOfNode(part, scope));
  return usedOrigin(parts.flatMap((part) => usesOf(part, 'formula')));
}

/** `a & b & c` as its three parts: long chains are walked, not nested. */
function chain(node: Expression, operator: BinaryNode['operator']): Expression[] {
  if (node.kind !== 'binary' || node.operator !== operator) return [node];
  return [...chain(node.left, operator), node.right];
}

export type OriginWalk = typeof walk;
