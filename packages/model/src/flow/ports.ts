import { assertNever } from '../errors/assert-never.ts';
import type { FlowNode } from './document.ts';
import { handsOutRecords, partnersPort, takesPartners, takesRecords, worksOnRecords } from './record-groups.ts';

/** `value`: one message. `records`: a stream of records. */
export type PortKind = 'value' | 'records';
export interface Port {
  readonly name: string;
  readonly kind: PortKind;
  /** In words, for the edge's label. */
  readonly label?: string;
}

const port = (name: string, kind: PortKind, label?: string): Port =>
  label === undefined ? { name, kind } : { name, kind, label };
const valuePort = (name: string, label?: string): Port => port(name, 'value', label);

export function inputPorts(node: FlowNode): Port[] {
  if (node.kind === 'trigger') return [];
  const usual = port('in', takesRecords(node) ? 'records' : 'value');
  return takesPartners(node) ? [usual, port(partnersPort, 'records', 'partners')] : [usual];
}

export function outputPorts(node: FlowNode): Port[] {
  switch (node.kind) {
    case 'trigger':
    case 'respond':
      return [valuePort('out')];
    case 'stop':
    case 'fail':
      return [];
    case 'forEach':
      return [valuePort('out', 'then'), valuePort('each', 'each item'), valuePort('error', 'on error')];
    case 'try':
      return [valuePort('out', 'then'), valuePort('body', 'try'), valuePort('error', 'on error')];
    case 'merge':
      return node.mode === 'combine' ? [valuePort('out'), valuePort('error', 'on error')] : [valuePort('out')];
    case 'code':
    case 'action':
    case 'map':
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
      return [port('out', outKind(node)), valuePort('error', 'on error')];
    case 'validate':
      return [
        port('out', outKind(node), 'valid'),
        port('invalid', asideKind(node), 'invalid'),
        valuePort('error', 'on error'),
      ];
    case 'delay':
      return [valuePort('out'), valuePort('error', 'on error')];
    case 'subflow':
      return [valuePort('out'), valuePort('timeout', 'no end in time'), valuePort('error', 'on error')];
    case 'callback':
      return [valuePort('out', 'answered'), valuePort('timeout', 'no answer'), valuePort('error', 'on error')];
    case 'approval':
      return [
        valuePort('approved', 'approved'),
        valuePort('rejected', 'rejected'),
        valuePort('timeout', 'no decision'),
        ...(node.remindAfterMs === undefined ? [] : [valuePort('remind', 'reminder')]),
        valuePort('error', 'on error'),
      ];
    case 'filter':
      return [port('out', outKind(node)), port('rejected', asideKind(node), 'rejected')];
    case 'branch':
      return [
        ...node.branches.map((branch) => valuePort(branch.port, branch.label)),
        valuePort('otherwise', 'otherwise'),
      ];
    default:
      return assertNever(node);
  }
}

const outKind = (node: FlowNode): PortKind => (handsOutRecords(node) ? 'records' : 'value');
/** What a step sorts out goes on record by record, also where the others become a list. */
const asideKind = (node: FlowNode): PortKind => (worksOnRecords(node) ? 'records' : 'value');
