// A drawn flow as a document. The body of its event is a list of records with a number each, `{ n }`.
import type { FlowCall, FlowDocument, FlowNode } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowBuilder } from '@patchbay/model/flow/testing';
import { waitMs } from './drawn-flow.ts';
import type { DrawnStep } from './drawn-flow.ts';

/** A worker that dies before an attempt uses it up; crashes are not to make a step fail. */
const patient = { maxAttempts: 20, firstDelayMs: 1, maxDelayMs: 1, deadlineMs: 604_800_000 };

/** What runs of it do is up to the test. */
const calledFlow: FlowCall = {
  flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'),
  version: 1,
  versionId: FlowVersionId.parse('0192f3a0-0000-7000-8000-0000000000f2'),
};

export const unsafeOperation = 'mail.send';

/** Known by their text: a test runs them without a sandbox. */
export const snippets = {
  code: 'if (input.n % 7 === 6) throw new Error("No."); return { n: (input.n * 3 + 1) % 97 };',
  codeEach: 'return { n: item.n + index + input.n };',
} as const;

/** Every loop goes over the list of the trigger; in its body each step adds the item to its number, of a batch their sum. */
export function documentOf(steps: readonly DrawnStep[]): FlowDocument {
  const drawn = new Map<string, DrawnStep>();
  const flow = aFlow().withTrigger('start');
  const add = (list: readonly DrawnStep[], entry: { step: string; port: string }, item: string): void => {
    for (const step of list) {
      drawn.set(step.name, step);
      const read = (name: string): string => numberOf(drawn.get(name));
      addStep(flow, step, [String(step.own), item, ...step.reads.map(read)].join(' + '));
      for (const { step: source, port } of step.from.length === 0 ? [entry] : step.from)
        flow.to(source, step.name, port);
      if (step.kind === 'forEach') add(step.body, { step: step.name, port: 'each' }, itemText(step));
      if (step.kind === 'try') add(step.body, { step: step.name, port: 'body' }, item);
    }
  };
  add(steps, { step: 'start', port: 'out' }, '0');
  const doc = flow.build();
  return { ...doc, nodes: doc.nodes.map((node) => withUndo(node, drawn.get(node.name))) };
}

const itemText = ({ name, batchSize }: DrawnStep): string =>
  batchSize === null ? `${name}_item.n` : `SUM(${name}_item.n)`;

/** The number that others read of a step. */
function numberOf(step: DrawnStep | undefined): string {
  if (step === undefined) return '0';
  const { name, kind, onFailure } = step;
  const count = (path: string): string => `COALESCE(COUNT(steps.${path}), 0)`;
  switch (kind) {
    case 'map':
    case 'action':
    case 'subflow':
    case 'try':
    case 'code':
      return `COALESCE(steps.${name}.n, 0)`;
    case 'callback':
    case 'respond':
      return `COALESCE(steps.${name}.body.n, 0)`;
    case 'forEach':
      return count(onFailure === 'collect' ? `${name}.done` : name);
    case 'validate':
      return count(`${name}.valid`);
    case 'combine':
    case 'keep':
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'codeEach':
      return count(name);
    case 'unsafe':
    case 'branch':
    case 'every':
    case 'switch':
    case 'filter':
    case 'all':
    case 'any':
    case 'stop':
    case 'fail':
    case 'delay':
    case 'approval':
      return '0';
  }
}

/** What a step is undone with: the number that it gave; of loops, and of what may have no answer, its own. */
export const undoNumber = ({ kind, own }: DrawnStep, n: number): number =>
  kind === 'forEach' || kind === 'unsafe' ? own : n;

type WithUndo = Extract<FlowNode, { kind: 'action' | 'subflow' | 'forEach' | 'try' }>;
const mayHaveUndo = (node: FlowNode): node is WithUndo =>
  node.kind === 'action' || node.kind === 'subflow' || node.kind === 'forEach' || node.kind === 'try';

function withUndo(node: FlowNode, step: DrawnStep | undefined): FlowNode {
  if (step === undefined || !mayHaveUndo(node)) return node;
  const isOwn = step.kind === 'forEach' || step.kind === 'unsafe';
  const expr = isOwn ? String(step.own) : `steps.${node.name}.n`;
  const input = { n: { mode: 'expression' as const, expr } };
  const when = step.undoesSome ? { when: `MOD(${expr}, 3) <> 0` } : {};
  const undo = step.undo ? { compensate: { operation: 'http.request', input, retry: patient, ...when } } : {};
  if (node.kind === 'action') return { ...node, retry: patient, ...undo };
  if (node.kind === 'subflow') return { ...node, ...undo };
  return { ...node, ...undo, undoOnFailure: step.undoes };
}

function addStep(flow: FlowBuilder, step: DrawnStep, sum: string): void {
  const { name, kind } = step;
  const n = { mode: 'expression' as const, expr: sum };
  switch (kind) {
    case 'map':
      flow.withMap(name, { n: sum });
      break;
    case 'action':
      flow.withAction(name, { input: { n } });
      break;
    case 'unsafe':
      flow.withAction(name, { operation: unsafeOperation, input: { n }, onUnknown: step.onUnknown });
      break;
    case 'branch':
      flow.withBranch(name, { big: `${sum} > 12` });
      break;
    case 'every':
      flow.withBranch(name, { big: `${sum} > 12`, odd: `MOD(${sum}, 2) = 1` }, 'every');
      break;
    case 'switch':
      flow.withSwitch(name, `MOD(${sum}, 5)`, { none: ['0'], few: ['1', '2'] });
      break;
    case 'filter':
      flow.withFilter(name, `MOD(${sum}, 2) = 0`);
      break;
    case 'all':
    case 'any':
      flow.withMerge(name, kind);
      break;
    case 'combine':
      flow.withMerge(name, kind, 'item.n');
      break;
    case 'keep':
      flow.withFilter(name, `MOD(item.n + ${sum}, 3) <> 0`, 'trigger.body');
      break;
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'validate':
      addList(flow, { ...step, kind }, sum);
      break;
    case 'code':
      flow.withCode(name, snippets.code, { inputs: [{ name: 'n', value: sum }] });
      break;
    case 'codeEach':
      flow.withCode(name, snippets.codeEach, { inputs: [{ name: 'n', value: sum }], items: 'trigger.body' });
      break;
    case 'respond':
      flow.withRespond(name, `{ n: ${sum} }`);
      break;
    case 'stop':
      flow.withStop(name, { undo: step.undoes });
      break;
    case 'delay':
      flow.withDelay(name, `(${sum}) * 7`, { unit: 'seconds' });
      break;
    case 'callback':
      flow.withCallback(name, { timeoutMs: waitMs.timeout * 1_000 });
      break;
    case 'approval':
      flow.withApproval(name, { remindAfterMs: waitMs.remind * 1_000, timeoutMs: waitMs.timeout * 1_000 });
      break;
    case 'subflow':
      flow.withSubflow(name, calledFlow, `{ n: ${sum} }`, {
        timeoutMs: waitMs.timeout * 1_000,
        retry: { ...patient, maxAttempts: 2 },
      });
      break;
    case 'fail':
      flow.withFail(name, '"No."');
      break;
    case 'forEach':
      flow.withForEach(name, 'trigger.body', {
        as: `${name}_item`,
        concurrency: step.concurrency,
        onFailure: step.onFailure,
        output: sum,
        ...(step.batchSize === null ? {} : { batchSize: step.batchSize }),
      });
      break;
    case 'try':
      flow.withTry(name, `{ n: ${sum} }`);
      break;
  }
}

type ListKind = 'sort' | 'deduplicate' | 'aggregate' | 'join' | 'validate';

function addList(flow: FlowBuilder, { name, kind, own }: DrawnStep & { readonly kind: ListKind }, sum: string): void {
  const items = 'trigger.body';
  switch (kind) {
    case 'sort':
      flow.withList(name, {
        kind,
        items,
        keys: [{ by: `MOD(item.n * ${own + 1} + ${sum}, 7)`, order: own % 2 === 1 ? 'desc' : 'asc' }],
      });
      break;
    case 'deduplicate':
      flow.withList(name, { kind, items, by: [`MOD(item.n + ${sum}, ${own + 2})`] });
      break;
    case 'aggregate':
      flow.withList(name, {
        kind,
        items,
        groupBy: own === 0 ? [] : [{ name: 'group', expr: `MOD(item.n + ${sum}, ${own + 1})` }],
        measures: [
          { name: 'total', kind: 'sum', of: `item.n + ${sum}` },
          { name: 'count', kind: 'count' },
          { name: 'least', kind: 'min', of: 'item.n' },
          { name: 'most', kind: 'max', of: 'item.n' },
          { name: 'mean', kind: 'average', of: 'item.n * 60' },
          { name: 'all', kind: 'collect', of: 'item.n' },
          { name: 'first', kind: 'first', of: 'item.n' },
        ],
      });
      break;
    case 'join':
      flow.withList(name, {
        kind,
        items,
        partners: items,
        key: `MOD(item.n, ${own + 2})`,
        partnerKey: `MOD(item.n + ${sum}, ${own + 3})`,
        as: 'partner',
        keep: own % 2 === 1 ? 'inner' : 'left',
      });
      break;
    case 'validate':
      flow.withList(name, {
        kind,
        items,
        rules: [
          { field: 'n', rule: 'condition', condition: `MOD(item.n + ${sum}, 3) <> 0` },
          { field: 'n', rule: 'range', max: own + 10 },
        ],
      });
      break;
  }
}
