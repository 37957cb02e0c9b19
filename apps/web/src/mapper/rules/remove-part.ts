import { removeCase, removeLet, setRule } from '@patchbay/mapping/edit';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { ruleActions } from './use-rule-actions.ts';
import { withPart } from './with-part.ts';

/** Takes a named value, a case or the otherwise of a rule away. */
export function removePart(mapper: Mapper, node: TargetNode): void {
  const { make } = ruleActions(mapper);
  const { view } = mapper.data();
  if (node.kind === 'let') make(removeLet(view, node.path, node.name));
  else if (node.kind === 'case') make(removeCase(view.doc, node.path, Number(node.part.slice('#case.'.length))));
  else if (node.rule !== undefined) {
    const rule = withPart(node.rule, node.part, '');
    make({ doc: setRule(view.doc, node.path, rule), path: node.path, said: 'Removed the otherwise.' });
  }
}
