// A box gets a name: it becomes an intermediate value of the structure around the rule, and the formula reads it by name.
import { printExpression, quoteName } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { binderOf } from '../../lineage/name-scope.ts';
import type { NameScope } from '../../lineage/name-scope.ts';
import { scopeAt } from '../../lineage/rule-scope.ts';
import { treeOf } from '../../lineage/origin-of.ts';
import { visitNodes } from '../../lineage/visit-nodes.ts';
import { bareText } from '../conversion.ts';
import { refuse } from '../edit.ts';
import type { EditResult } from '../edit.ts';
import { namesIn } from '../free-name.ts';
import { nameMistake } from '../loop-edits.ts';
import { parentPath, ruleAt, shownPath, structureAt } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { nodeAt, withNode } from './tree-address.ts';

/** The part of a rule's formula at an address under a name of its own. */
export function nameNode(view: MappingView, path: string, { id, name }: { id: string; name: string }): EditResult {
  const rule = ruleAt(view.doc, path);
  const parent = structureAt(view.doc, parentPath(path));
  if (rule === undefined || parent === undefined || !('expr' in rule))
    return refuse(`${shownPath(path)} has no formula.`);
  const tree = treeOf(bareText(rule.expr));
  const node = nodeAt(tree, id);
  if (node === undefined) return refuse('That box is not in the formula any more.');
  const mistake = nameMistake(name);
  if (mistake !== undefined) return refuse(mistake);
  const scope = scopeAt(view, path);
  if (namesIn(scope).has(name)) return refuse(`“${name}” has a meaning here already. Choose another name.`);
  const bound = boundAround(tree, node, scope);
  if (bound !== undefined) return refuse(`That part reads ${bound}, which only has a meaning inside the formula.`);
  const rest = withNode(tree, id, () => treeOf(quoteName(name)));
  if (rest === undefined) return refuse('That box is not in the formula any more.');
  const lets = { ...parent.let, [name]: printExpression(node) };
  const named = setRule(view.doc, parentPath(path), { ...parent, let: lets });
  return {
    doc: setRule(named, path, { ...rule, expr: printExpression(rest) }),
    path,
    said: `Named a part of ${shownPath(path)} ${name}.`,
  };
}

/** A name, or `$`, that a lambda or filter around the part gives its meaning. */
function boundAround(tree: Expression, part: Expression, around: NameScope): string | undefined {
  let found: string | undefined;
  let outer: NameScope | undefined;
  visitNodes(tree, around, (node, scope) => {
    if (node === part) outer = scope;
    if (node.start < part.start || node.end > part.end || outer === undefined || outer === around) return;
    if (node.kind === 'special' && ['', 'index', 'parent'].includes(node.name)) found ??= `$${node.name}`;
    if (node.kind !== 'name') return;
    const binder = binderOf(scope, node.name);
    for (let at: NameScope | undefined = outer; at !== undefined && at !== around; at = at.outer)
      if (at === binder) found ??= node.name;
  });
  return found;
}
