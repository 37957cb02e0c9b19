// Branch: the ports whose conditions hold, else `otherwise`.
import { compileExpression } from '@patchbay/mapping';
import type { BranchNode } from '@patchbay/model/flow';
import type { PureRun } from '../flow-plan.ts';

export function planBranch(node: BranchNode): PureRun {
  const branches = node.branches.map((branch) => ({
    port: branch.port,
    condition: compileExpression(branch.condition),
  }));
  return (scope, context) => {
    const ports: string[] = [];
    for (const { port, condition } of branches) {
      if (condition.evaluate(scope, context) !== true) continue;
      ports.push(port);
      if (node.mode === 'first') break;
    }
    if (ports.length === 0) ports.push('otherwise');
    return { output: ports, ports };
  };
}
