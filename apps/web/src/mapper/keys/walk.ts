// From problem to problem, and from open row to open row, in the order of the target.
import { rowOfProblem } from '../data/mapper-data.ts';
import type { Mapper } from '../mapper-context.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { problemWords } from '../problems/problem-words.ts';

/** The next row with a problem that is no mere remark. */
export function nextProblem(mapper: Mapper, by: 1 | -1): void {
  const { diagnostics, targetAt } = mapper.data();
  const keys = new Set(
    diagnostics.filter(({ severity }) => severity !== 'info').map((problem) => rowOfProblem(problem, targetAt)),
  );
  go(mapper, (node) => keys.has(node.key), { by, none: 'There is no problem.' });
}

/** The next row that has a problem or no rule. */
export function nextOpen(mapper: Mapper, by: 1 | -1): void {
  const { problemsAt } = mapper.data();
  const isOpen = (node: TargetNode): boolean =>
    problemsAt.get(node.key)?.some(({ severity }) => severity !== 'info') === true ||
    (isLeaf(node) && node.rule === undefined && !node.isCovered);
  go(mapper, isOpen, { by, none: 'Every field has a rule, and there is no problem.' });
}

function go(mapper: Mapper, wanted: (node: TargetNode) => boolean, { by, none }: { by: 1 | -1; none: string }): void {
  const { targetNodes, targetAt, problemsAt } = mapper.data();
  const { cursor, lead, say } = mapper.store.getState();
  const from = targetAt.get(cursor.target ?? lead ?? '') ?? (by === 1 ? -1 : targetNodes.length);
  const count = targetNodes.length;
  for (let step = 1; step <= count; step += 1) {
    const node = targetNodes[(((from + by * step) % count) + count) % count];
    if (node === undefined || !wanted(node)) continue;
    mapper.goTo(node.path, node.part);
    const problem = problemsAt.get(node.key)?.[0];
    say(problem === undefined ? `${node.name} has no rule.` : problemWords(problem));
    return;
  }
  say(none);
}
