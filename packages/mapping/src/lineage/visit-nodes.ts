// A tree walked with its scopes: lambdas and filters bring names of their own.
import { childrenOf } from '@patchbay/model/expression';
import type { CallNode, Expression } from '@patchbay/model/expression';
import { bracketMeaning } from '../compile/bracket.ts';
import { functionNamed } from '../functions/index.ts';
import { withItemOrigin } from './name-scope.ts';
import type { NameScope } from './name-scope.ts';
import { itemOrigin, noOrigin } from './origin.ts';
import type { Origin } from './origin.ts';
import { originOfNode } from './origin-of.ts';

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
    if (isFilter) visitOverItem(node.index, itemOrigin(originOfNode(node.object, scope)), { scope, visit });
    else visitNodes(node.index, scope, visit);
    return;
  }
  if (node.kind === 'lambda') {
    visitOverItem(node, noOrigin, { scope, visit });
    return;
  }
  for (const child of childrenOf(node)) visitNodes(child, scope, visit);
}

function visitArguments({ name, args }: CallNode, scope: NameScope, visit: NodeVisitor): void {
  const parameters = functionNamed(name)?.parameters ?? [];
  let item: Origin | undefined;
  args.forEach((arg, position) => {
    const isOverItems = parameters[position]?.type === 'item' || arg.kind === 'lambda';
    if (!isOverItems) {
      visitNodes(arg, scope, visit);
      return;
    }
    const [list] = args;
    item ??= list === undefined || position === 0 ? noOrigin : itemOrigin(originOfNode(list, scope));
    visitOverItem(arg, item, { scope, visit });
  });
}

function visitOverItem(
  node: Expression,
  item: Origin,
  { scope, visit }: { scope: NameScope; visit: NodeVisitor },
): void {
  const isLambda = node.kind === 'lambda';
  if (isLambda) visit(node, scope);
  const names = isLambda
    ? node.parameters
        .slice(0, 2)
        .map(({ name }, position): [string, Origin] => [name, position === 0 ? item : noOrigin])
    : [];
  const inner = withItemOrigin(scope, names, { origin: item, shadows: true });
  visitNodes(isLambda ? node.body : node, inner, visit);
}
