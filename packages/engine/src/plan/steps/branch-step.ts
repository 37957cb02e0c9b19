// Branch: the ports whose conditions hold, or the one that names a value; else `otherwise`.
import { compileExpression } from '@patchbay/mapping';
import type { BranchNode } from '@patchbay/model/flow';
import type { PureRun } from '../flow-plan.ts';
import { toJson } from './to-json.ts';

export function planBranch(node: BranchNode): PureRun {
  if (node.mode === 'switch') return planSwitch(node);
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

function planSwitch(node: BranchNode): PureRun {
  const on = compileExpression(node.on ?? '');
  const ports = new Map<string, string>();
  for (const { port, values } of node.branches) {
    for (const value of values ?? []) if (!ports.has(value)) ports.set(value, port);
  }
  return (scope, context) => {
    const value = toJson(on.evaluate(scope, context));
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const port = (value === null ? undefined : ports.get(text)) ?? 'otherwise';
    return { output: [port], ports: [port] };
  };
}
