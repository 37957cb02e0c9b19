// A tree walked with its scopes: lambdas and filters bring names of their own.
import { childrenOf } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import { bracketMeaning } from '../compile/bracket.ts';
import { argumentItems } from './argument-items.ts';
import type { NameScope } from './name-scope.ts';
import { itemOrigin, noOrigin } from './origin.ts';
import type { Origin } from './origin.ts';
import { originOfNode, scopeOverItem } from './origin-of.ts';
import type { Walked } from './origin-of.ts';

export type NodeVisitor = (node: Expression, scope: NameScope) => void;

/** Calls back for every node, outer ones first, with the scope that it is read in. */
export function visitNodes(node: Expression, scope: NameScope, visit: NodeVisitor): void {
  visit(node, scope);
  if (node.kind === 'call') {
    visitArguments(node, scope, visit);
    return;
  }
  if (node.kind === 'index') {
    visitNodes(node.object, scope, visit);
    const isFilter = bracketMeaning(node.index).kind === 'filter';
    if (isFilter) visitOverItem(node.index, { item: itemOrigin(originOfNode(node.object, scope)) }, { scope, visit });
    else visitNodes(node.index, scope, visit);
    return;
  }
  if (node.kind === 'lambda') {
    visitOverItem(node, { item: noOrigin }, { scope, visit });
    return;
  }
  for (const child of childrenOf(node)) visitNodes(child, scope, visit);
}

function visitArguments(call: CallNode, scope: NameScope, visit: NodeVisitor): void {
  const items = new Map<number, Origin>();
  const itemOf = (position: number): Origin => {
    const list = call.args[position];
    const known = items.get(position);
    if (known !== undefined || list === undefined) return known ?? noOrigin;
    const item = itemOrigin(originOfNode(list, scope));
    items.set(position, item);
    return item;
  };
  call.args.forEach((arg, position) => {
    const over = argumentItems(call, position);
    if (over === undefined) return visitNodes(arg, scope, visit);
    const item = over.list === position ? noOrigin : itemOf(over.list);
    const partner = over.partners === undefined ? undefined : itemOf(over.partners);
    return visitOverItem(arg, { item, partner }, { scope, visit });
  });
}

function visitOverItem(
  node: Expression,
  walked: Walked,
  { scope, visit }: { scope: NameScope; visit: NodeVisitor },
): void {
  const isLambda = node.kind === 'lambda';
  if (isLambda) visit(node, scope);
  visitNodes(isLambda ? node.body : node, scopeOverItem(node, walked, scope), visit);
}
