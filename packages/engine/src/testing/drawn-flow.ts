// Random flows of all kinds of nodes, with containers, as plain specifications. Every step works out one number.
import * as fc from 'fast-check';

export type StepKind =
  | 'map'
  | 'action'
  | 'unsafe'
  | 'branch'
  | 'every'
  | 'switch'
  | 'filter'
  | 'all'
  | 'any'
  | 'combine'
  | 'keep'
  | 'sort'
  | 'deduplicate'
  | 'aggregate'
  | 'join'
  | 'validate'
  | 'code'
  | 'codeEach'
  | 'respond'
  | 'stop'
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
  /** Loops: how many records a turn has, as a list; null: one, by itself. */
  readonly batchSize: number | null;
  readonly onFailure: 'stop' | 'skip' | 'collect';
  /** Unsafe actions: what is done where nobody knows whether it happened. */
  readonly onUnknown: 'hold' | 'retry' | 'assumeDone';
  /** Actions and containers: it says how it is undone. */
  readonly undo: boolean;
  /** It has something to undo only when the number that it gave says so. */
  readonly undoesSome: boolean;
  /** Containers: what a body that failed did is undone at once. Stops: what the run did is undone. */
  readonly undoes: boolean;
  readonly body: readonly DrawnStep[];
}

/** Actions and code refuse these numbers for good, and fail once with these. */
export const isRefused = (n: number): boolean => n % 7 === 6;
export const isFlaky = (n: number): boolean => n % 5 === 3;
/** Unsafe actions refuse nothing; with these numbers they happen, and the first answer is lost. */
export const isLost = (n: number): boolean => n % 4 === 1;
/** Of a step that has not always something to undo: whether it has. */
export const hasEffect = (n: number): boolean => n % 3 !== 0;
export const answer = (n: number): number => (n * 2) % 101;
export const coded = (n: number): number => (n * 3 + 1) % 97;
/** What becomes of a wait: the answer comes before it is asked, while it waits, after a reminder, or never. */
export type Fate = 'early' | 'soon' | 'late' | 'never';
export const fateOf = (own: number): Fate => (['early', 'soon', 'late', 'never'] as const)[own % 4] ?? 'never';
export const decisionOf = (own: number): 'approved' | 'rejected' => (own > 4 ? 'approved' : 'rejected');
export const waitMs = { remind: 10, timeout: 30 } as const;

/** What makes a list of a list. */
const listKinds = [
  'keep',
  'sort',
  'deduplicate',
  'aggregate',
  'join',
  'codeEach',
] as const satisfies readonly StepKind[];
export type ListKind = (typeof listKinds)[number];
export const isListKind = (kind: StepKind): kind is ListKind => listKinds.some((one) => one === kind);

/** What acts on the world, on the steps inside, or on the whole run. */
const actingKinds = [
  'stop',
  'respond',
  'subflow',
  'action',
  'unsafe',
  'try',
  'forEach',
] as const satisfies readonly StepKind[];
export type ActingKind = (typeof actingKinds)[number];
export const isActingKind = (kind: StepKind): kind is ActingKind => actingKinds.some((one) => one === kind);

export const portsOf = (kind: StepKind): readonly string[] => {
  switch (kind) {
    case 'branch':
      return ['big', 'otherwise'];
    case 'every':
      return ['big', 'odd', 'otherwise'];
    case 'switch':
      return ['none', 'few', 'otherwise'];
    case 'filter':
    case 'keep':
      return ['out', 'rejected'];
    case 'validate':
      return ['out', 'invalid'];
    case 'action':
    case 'code':
    case 'combine':
    case 'forEach':
    case 'try':
      return ['out', 'out', 'error'];
    case 'fail':
    case 'stop':
      return [];
    case 'callback':
    case 'subflow':
      return ['out', 'out', 'timeout', 'error'];
    case 'approval':
      return ['approved', 'rejected', 'timeout', 'remind'];
    case 'map':
    case 'unsafe':
    case 'all':
    case 'any':
    case 'sort':
    case 'deduplicate':
    case 'aggregate':
    case 'join':
    case 'codeEach':
    case 'respond':
    case 'delay':
      return ['out'];
  }
};

/** All steps, those in bodies included. */
export const everyStep = (steps: readonly DrawnStep[]): DrawnStep[] =>
  steps.flatMap((step) => [step, ...everyStep(step.body)]);

interface Draft {
  readonly kind: StepKind;
  readonly links: readonly number[];
  readonly reads: readonly number[];
  readonly own: number;
  readonly concurrency: number;
  readonly batchSize: number | null;
  readonly onFailure: DrawnStep['onFailure'];
  readonly onUnknown: DrawnStep['onUnknown'];
  readonly undo: boolean;
  readonly undoesSome: boolean;
  readonly undoes: boolean;
  readonly body: readonly Draft[];
}

/** How often each kind is drawn. What ends all of a run is rare: little can be said of the rest. */
const weights: Readonly<Record<StepKind, number>> = {
  map: 5,
  action: 7,
  unsafe: 4,
  branch: 2,
  every: 2,
  switch: 2,
  filter: 2,
  all: 2,
  any: 3,
  combine: 3,
  keep: 1,
  sort: 1,
  deduplicate: 1,
  aggregate: 1,
  join: 1,
  validate: 1,
  code: 2,
  codeEach: 1,
  respond: 2,
  stop: 1,
  fail: 2,
  delay: 3,
  callback: 3,
  approval: 3,
  subflow: 3,
  forEach: 8,
  try: 8,
};
const kinds = (Object.keys(weights) as StepKind[]).flatMap((kind) => Array<StepKind>(weights[kind]).fill(kind));
const isContainer = (kind: StepKind): boolean => kind === 'forEach' || kind === 'try';

function drafts(depth: number): fc.Arbitrary<readonly Draft[]> {
  const step: fc.Arbitrary<Draft> = fc.record({
    kind: fc.constantFrom(...kinds.filter((kind) => depth > 0 || !isContainer(kind))),
    links: fc.array(fc.nat(50), { maxLength: 3 }),
    reads: fc.array(fc.nat(50), { maxLength: 2 }),
    own: fc.nat(9),
    concurrency: fc.integer({ min: 1, max: 3 }),
    batchSize: fc.option(fc.integer({ min: 1, max: 3 })),
    onFailure: fc.constantFrom('stop', 'skip', 'collect'),
    onUnknown: fc.constantFrom('hold', 'retry', 'assumeDone'),
    undo: fc.boolean(),
    undoesSome: fc.boolean(),
    undoes: fc.boolean(),
    body: depth === 0 ? fc.constant([]) : drafts(depth - 1),
  });
  return fc.array(step, { minLength: 1, maxLength: depth === 2 ? 6 : 4 });
}

/** Nobody can say beforehand what these hand on, nor what comes with a reminder: it depends on time, and on crashes. */
const saysNothing: ReadonlySet<StepKind> = new Set(['any', 'unsafe']);

/** From numbers to names: each step links to steps before it, and reads what comes before it for certain. */
function named(list: readonly Draft[], prefix: string, visible: readonly string[]): DrawnStep[] {
  const made: DrawnStep[] = [];
  const before = new Map<string, ReadonlySet<string>>();
  for (const [index, draft] of list.entries()) {
    const { kind } = draft;
    const name = `${prefix}s${index}`;
    const sources = made
      .filter((source) => kind !== 'combine' || !saysNothing.has(source.kind))
      .flatMap((source) => portsOf(source.kind).map((port) => ({ step: source.name, port })))
      .filter(({ port }) => kind !== 'combine' || port !== 'remind');
    const picked = sources.length === 0 ? [] : draft.links.map((link) => sources[link % sources.length]);
    const ways = picked.flatMap((one) => (one === undefined ? [] : [[`${one.step} ${one.port}`, one] as const]));
    const from = [...new Map(ways).values()];
    const behind = from.map(({ step }) => new Set([step, ...(before.get(step) ?? [])]));
    // Where the first way is enough, only what lies before all of them is certain.
    const [first] = behind;
    const above =
      kind === 'any'
        ? new Set([...(first ?? [])].filter((step) => behind.every((way) => way.has(step))))
        : new Set(behind.flatMap((way) => [...way]));
    before.set(name, above);
    const seen = [...visible, ...above];
    const reads = seen.length === 0 ? [] : draft.reads.map((read) => seen[read % seen.length] ?? '');
    const body = isContainer(kind) ? named(draft.body, `${name}_`, seen) : [];
    // Where somebody only says that it was done, nothing can be asked: it counts as done.
    const undoesSome = draft.undoesSome && kind !== 'unsafe';
    made.push({ ...draft, undoesSome, name, from, reads: [...new Set(reads)], body });
  }
  return made;
}

export const drawnFlow: fc.Arbitrary<readonly DrawnStep[]> = drafts(2).map((list) => named(list, '', []));
