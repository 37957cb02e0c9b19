// Random flows with containers, as plain specifications and as documents. Every step works out one number.
import type { FlowCall, FlowDocument, FlowNode } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowBuilder } from '@patchbay/model/flow/testing';
import * as fc from 'fast-check';

export type StepKind =
  | 'map'
  | 'action'
  | 'branch'
  | 'all'
  | 'fail'
  | 'delay'
  | 'callback'
  | 'approval'
  | 'subflow'
  | 'forEach'
  | 'try';

export interface DrawnStep {
  readonly name: string;
  readonly kind: StepKind;
  /** Steps before it in the same scope, with the port; empty: it is reached from where the scope begins. */
  readonly from: readonly { readonly step: string; readonly port: string }[];
  /** Steps whose numbers it adds to its own. */
  readonly reads: readonly string[];
  readonly own: number;
  readonly concurrency: number;
  readonly onFailure: 'stop' | 'skip' | 'collect';
  /** Actions and containers: it says how it is undone. */
  readonly undo: boolean;
  /** It has something to undo only when the number that it gave says so. */
  readonly undoesSome: boolean;
  /** Containers: what a body that failed did is undone at once. */
  readonly undoes: boolean;
  readonly body: readonly DrawnStep[];
}

/** Actions refuse these numbers for good, and fail once with these. */
export const isRefused = (n: number): boolean => n % 7 === 6;
export const isFlaky = (n: number): boolean => n % 5 === 3;
/** Of a step that has not always something to undo: whether it has. */
export const hasEffect = (n: number): boolean => n % 3 !== 0;
export const answer = (n: number): number => (n * 2) % 101;
/** What becomes of a wait: the answer comes before it is asked, while it waits, after a reminder, or never. */
export type Fate = 'early' | 'soon' | 'late' | 'never';
export const fateOf = (own: number): Fate => (['early', 'soon', 'late', 'never'] as const)[own % 4] ?? 'never';
export const decisionOf = (own: number): 'approved' | 'rejected' => (own > 4 ? 'approved' : 'rejected');
export const waitMs = { remind: 10, timeout: 30 } as const;
export const branchPort = (n: number): string => (n > 12 ? 'big' : 'otherwise');

const portsOf = (kind: StepKind): readonly string[] => {
  switch (kind) {
    case 'branch':
      return ['big', 'otherwise'];
    case 'action':
    case 'forEach':
    case 'try':
      return ['out', 'out', 'error'];
    case 'fail':
      return [];
    case 'callback':
    case 'subflow':
      return ['out', 'out', 'timeout', 'error'];
    case 'approval':
      return ['approved', 'rejected', 'timeout', 'remind'];
    case 'map':
    case 'all':
    case 'delay':
      return ['out'];
  }
};

interface Draft {
  readonly kind: StepKind;
  readonly links: readonly number[];
  readonly reads: readonly number[];
  readonly own: number;
  readonly concurrency: number;
  readonly onFailure: DrawnStep['onFailure'];
  readonly undo: boolean;
  readonly undoesSome: boolean;
  readonly undoes: boolean;
  readonly body: readonly Draft[];
}

const leaf: readonly StepKind[] = [
  'map',
  'map',
  'action',
  'action',
  'branch',
  'all',
  'fail',
  'delay',
  'callback',
  'approval',
  'subflow',
];

function drafts(depth: number): fc.Arbitrary<readonly Draft[]> {
  const kinds: readonly StepKind[] = depth === 0 ? leaf : [...leaf, 'forEach', 'forEach', 'try', 'try'];
  const step: fc.Arbitrary<Draft> = fc.record({
    kind: fc.constantFrom(...kinds),
    links: fc.array(fc.nat(50), { maxLength: 3 }),
    reads: fc.array(fc.nat(50), { maxLength: 2 }),
    own: fc.nat(9),
    concurrency: fc.integer({ min: 1, max: 3 }),
    onFailure: fc.constantFrom('stop', 'skip', 'collect'),
    undo: fc.boolean(),
    undoesSome: fc.boolean(),
    undoes: fc.boolean(),
    body: depth === 0 ? fc.constant([]) : drafts(depth - 1),
  });
  return fc.array(step, { minLength: 1, maxLength: depth === 2 ? 5 : 4 });
}

/** From numbers to names: each step links to steps before it, and reads what comes before it for certain. */
function named(list: readonly Draft[], prefix: string, visible: readonly string[]): DrawnStep[] {
  const made: DrawnStep[] = [];
  const before = new Map<string, ReadonlySet<string>>();
  for (const [index, draft] of list.entries()) {
    const name = `${prefix}s${index}`;
    const sources = made.flatMap(({ name: step, kind }) => portsOf(kind).map((port) => ({ step, port })));
    const picked = sources.length === 0 ? [] : draft.links.map((link) => sources[link % sources.length]);
    const ways = picked.flatMap((one) => (one === undefined ? [] : [[`${one.step} ${one.port}`, one] as const]));
    const from = [...new Map(ways).values()];
    const above = new Set(from.flatMap(({ step }) => [step, ...(before.get(step) ?? [])]));
    before.set(name, above);
    const seen = [...visible, ...above];
    const reads = seen.length === 0 ? [] : draft.reads.map((read) => seen[read % seen.length] ?? '');
    const isContainer = draft.kind === 'forEach' || draft.kind === 'try';
    const body = isContainer ? named(draft.body, `${name}_`, seen) : [];
    made.push({ ...draft, name, from, reads: [...new Set(reads)], body });
  }
  return made;
}

export const drawnFlow: fc.Arbitrary<readonly DrawnStep[]> = drafts(2).map((list) => named(list, '', []));

const handsOnNothing: ReadonlySet<StepKind | undefined> = new Set(['branch', 'all', 'fail', 'delay', 'approval']);

/** A worker that dies before an attempt uses it up; crashes are not to make a step fail. */
const patient = { maxAttempts: 20, firstDelayMs: 1, maxDelayMs: 1, deadlineMs: 604_800_000 };

/** What runs of it do is up to the test. */
const calledFlow: FlowCall = {
  flowId: FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1'),
  version: 1,
  versionId: FlowVersionId.parse('0192f3a0-0000-7000-8000-0000000000f2'),
};

/** Every loop goes over the list of the trigger; in its body each step adds the item to its number. */
export function documentOf(steps: readonly DrawnStep[]): FlowDocument {
  const kinds = new Map<string, StepKind>();
  const drawn = new Map<string, DrawnStep>();
  const onFailures = new Map<string, DrawnStep['onFailure']>();
  const flow = aFlow().withTrigger('start');
  const add = (list: readonly DrawnStep[], entry: { step: string; port: string }, item: string): void => {
    for (const step of list) {
      kinds.set(step.name, step.kind);
      drawn.set(step.name, step);
      onFailures.set(step.name, step.onFailure);
      const read = (name: string): string => {
        const kind = kinds.get(name);
        if (kind === 'callback') return `COALESCE(steps.${name}.body.n, 0)`;
        if (handsOnNothing.has(kind)) return '0';
        if (kind !== 'forEach') return `COALESCE(steps.${name}.n, 0)`;
        return `COALESCE(COUNT(steps.${name}${onFailures.get(name) === 'collect' ? '.done' : ''}), 0)`;
      };
      addStep(flow, step, [String(step.own), item, ...step.reads.map(read)].join(' + '));
      for (const { step: source, port } of step.from.length === 0 ? [entry] : step.from)
        flow.to(source, step.name, port);
      if (step.kind === 'forEach') add(step.body, { step: step.name, port: 'each' }, `${step.name}_item`);
      if (step.kind === 'try') add(step.body, { step: step.name, port: 'body' }, item);
    }
  };
  add(steps, { step: 'start', port: 'out' }, '0');
  const doc = flow.build();
  return { ...doc, nodes: doc.nodes.map((node) => withUndo(node, drawn.get(node.name))) };
}

/** What a step is undone with: the number that it gave, of a loop its own. */
export const undoNumber = (step: DrawnStep, n: number): number => (step.kind === 'forEach' ? step.own : n);

type WithUndo = Extract<FlowNode, { kind: 'action' | 'subflow' | 'forEach' | 'try' }>;
const mayHaveUndo = (node: FlowNode): node is WithUndo =>
  node.kind === 'action' || node.kind === 'subflow' || node.kind === 'forEach' || node.kind === 'try';

function withUndo(node: FlowNode, step: DrawnStep | undefined): FlowNode {
  if (step === undefined || !mayHaveUndo(node)) return node;
  const expr = node.kind === 'forEach' ? String(step.own) : `steps.${node.name}.n`;
  const input = { n: { mode: 'expression' as const, expr } };
  const when = step.undoesSome ? { when: `MOD(${expr}, 3) <> 0` } : {};
  const undo = step.undo ? { compensate: { operation: 'http.request', input, retry: patient, ...when } } : {};
  if (node.kind === 'action') return { ...node, retry: patient, ...undo };
  if (node.kind === 'subflow') return { ...node, ...undo };
  return { ...node, ...undo, undoOnFailure: step.undoes };
}

function addStep(flow: FlowBuilder, step: DrawnStep, sum: string): void {
  const { name, kind } = step;
  switch (kind) {
    case 'map':
      flow.withMap(name, { n: sum });
      break;
    case 'action':
      flow.withAction(name, { input: { n: { mode: 'expression', expr: sum } } });
      break;
    case 'branch':
      flow.withBranch(name, { big: `${sum} > 12` });
      break;
    case 'all':
      flow.withMerge(name, 'all');
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
      });
      break;
    case 'try':
      flow.withTry(name, `{ n: ${sum} }`);
      break;
  }
}
