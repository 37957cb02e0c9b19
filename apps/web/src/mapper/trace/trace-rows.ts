// The tree of a trace as the rows that are shown.
import type { TraceNode } from '@patchbay/mapping';

export interface TraceRow {
  /** Its address in the tree: `0.1`; the whole has the empty text. */
  readonly id: string;
  readonly depth: number;
  /** What it covers of the formula. */
  readonly start: number;
  readonly end: number;
  readonly kind: TraceNode['kind'] | 'step';
  /** `ROUND`, `order.lines`, `&`. */
  readonly label: string;
  /** What an operator does: `join text`. */
  readonly words: string;
  readonly state: TraceNode['state'];
  readonly value: unknown;
  /** What went wrong, where it went wrong; further up it only fails. */
  readonly error: string | undefined;
  readonly items: TraceNode['items'];
  readonly branches: boolean;
  readonly isOpen: boolean;
}

/** Rows that stand open by themselves: all but the beginnings of paths. `toggled` holds those that were turned around. */
export function traceRows(node: TraceNode, text: string, toggled: ReadonlySet<string>): TraceRow[] {
  const rows: TraceRow[] = [];
  const visit = (one: TraceNode, id: string, depth: number): void => {
    const steps = one.steps ?? [];
    const branches = one.children.length > 0 || steps.length > 0;
    const isOpen = branches && one.children.length > 0 !== toggled.has(id);
    rows.push({ ...rowOf(one, text), id, depth, branches, isOpen });
    if (!isOpen) return;
    for (const [at, step] of steps.entries()) {
      rows.push({
        id: childId(id, `s${at}`),
        depth: depth + 1,
        start: step.start,
        end: step.end,
        kind: 'step',
        label: text.slice(step.start, step.end),
        words: '',
        state: 'value',
        value: step.value,
        error: undefined,
        items: undefined,
        branches: false,
        isOpen: false,
      });
    }
    for (const [at, child] of one.children.entries()) visit(child, childId(id, `${at}`), depth + 1);
  };
  visit(node, '', 0);
  return rows;
}

const childId = (id: string, at: string): string => (id === '' ? at : `${id}.${at}`);

function rowOf(node: TraceNode, text: string): Omit<TraceRow, 'id' | 'depth' | 'branches' | 'isOpen'> {
  const isOrigin = node.state === 'error' && node.children.every(({ state }) => state !== 'error');
  return {
    start: node.start,
    end: node.end,
    kind: node.kind,
    label: node.kind === 'error' ? text.slice(node.start, node.end) : labelOf(node),
    words: wordsOf(node),
    state: node.state,
    value: node.value,
    error: isOrigin ? node.error?.message : undefined,
    items: node.items,
  };
}

const labelOf = ({ kind, label }: TraceNode): string => (kind === 'call' ? `${label}( )` : label);

const operatorWords: Readonly<Record<string, string>> = {
  '&': 'join text',
  '+': 'add',
  '-': 'take away',
  '*': 'times',
  '/': 'divided by',
  '%': 'what is left over',
  '^': 'to the power of',
  '=': 'is',
  '<>': 'is not',
  '<': 'is less than',
  '>': 'is more than',
  '<=': 'is at most',
  '>=': 'is at least',
  in: 'is one of',
  and: 'both',
  or: 'one of them',
  not: 'the opposite',
  '??': 'the first that is there',
};

function wordsOf({ kind, label, items, children }: TraceNode): string {
  switch (kind) {
    case 'operator':
      return label === '-' && children.length === 1 ? 'the negative' : (operatorWords[label] ?? '');
    case 'filter':
      return 'only those where';
    case 'lambda':
      return 'for each item';
    case 'list':
      return 'a list';
    case 'object':
      return 'a structure';
    case 'call':
    case 'path':
    case 'literal':
    case 'index':
    case 'error':
      return items === undefined ? '' : 'for each item';
  }
}
