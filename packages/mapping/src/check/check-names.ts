import { printExpression } from '@patchbay/model/expression';
import type { ObjectNode } from '@patchbay/model/expression';
import type { CheckSession } from './check-session.ts';

/** A name that stands twice in `{ }`: the value of the first is lost. */
export function checkNames(checker: CheckSession, node: ObjectNode): void {
  const last = new Map(node.entries.map(({ key }, position) => [key, position]));
  if (last.size === node.entries.length) return;
  node.entries.forEach(({ key }, position) => {
    if (last.get(key) === position) return;
    const rest = node.entries.filter((_, other) => other !== position);
    const text = printExpression({ ...node, entries: rest });
    checker.report(
      'warning',
      'duplicateName',
      `“${key}” stands in this structure more than once; only the last one counts. Rename one, or take it out.`,
      node,
      { title: `Take the earlier “${key}” out`, text },
    );
  });
}
