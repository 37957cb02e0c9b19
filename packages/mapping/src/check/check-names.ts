import { printExpression } from '@patchbay/model/expression';
import type { ObjectNode } from '@patchbay/model/expression';
import type { CheckSession } from './check-session.ts';

/** A name that stands twice in `{ }`: the value of the first is lost. Told once of a structure, however many there are. */
export function checkNames(checker: CheckSession, node: ObjectNode): void {
  const last = new Map(node.entries.map(({ key }, position) => [key, position]));
  if (last.size === node.entries.length) return;
  const lost = node.entries.filter(({ key }, position) => last.get(key) !== position);
  const names = [...new Set(lost.map(({ key }) => key))];
  const [first = ''] = names;
  const others = names.length === 1 ? '' : `, and ${names.length - 1} more with it`;
  const kept = node.entries.filter(({ key }, position) => last.get(key) === position);
  checker.report(
    'warning',
    'duplicateName',
    `“${first}” stands in this structure more than once${others}; only the last one counts. Rename one, or take it out.`,
    node,
    {
      title: names.length === 1 ? `Take the earlier “${first}” out` : 'Take the earlier ones out',
      text: printExpression({ ...node, entries: kept }),
    },
  );
}
