// What can be put on the canvas: the palette's entries and the picker's, drawn from the manifests and the kinds of nodes.
import type { ConnectorManifest, OperationManifest } from '@patchbay/model/connector';
import type { ListNode, WaitNode } from '@patchbay/model/flow';
import type { Catalogue } from './catalogue.ts';

export type StepSource =
  | { readonly kind: 'operation'; readonly operation: OperationManifest }
  | {
      readonly kind:
        | 'map'
        | 'branch'
        | 'filter'
        | 'respond'
        | 'merge'
        | 'code'
        | 'stop'
        | 'fail'
        | 'forEach'
        | 'try'
        | 'subflow'
        | ListNode['kind']
        | WaitNode['kind'];
    };

export interface StepKind {
  /** Stable; what a drag from the palette carries: `operation:http.request`, `map`. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly source: StepSource;
  /** The connector's name, for operations of connectors that offer several. */
  readonly from?: string;
}

export interface StepGroup {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

/** A step, or a connector that folds out into its operations. */
export type PaletteEntry =
  | { readonly kind: 'step'; readonly step: StepKind }
  | {
      readonly kind: 'connector';
      readonly id: string;
      readonly label: string;
      readonly icon: string;
      readonly steps: readonly StepKind[];
    };

const ownSteps: readonly (StepKind & { group: 'Data' | 'Logic' })[] = [
  {
    key: 'map',
    group: 'Data',
    label: 'Map',
    description: 'Build a new message from the data at hand, field by field',
    icon: 'arrow-left-right',
    source: { kind: 'map' },
  },
  {
    key: 'filter',
    group: 'Data',
    label: 'Filter',
    description: 'Let through what meets a condition, item by item or as a whole',
    icon: 'list-filter',
    source: { kind: 'filter' },
  },
  {
    key: 'sort',
    group: 'Data',
    label: 'Sort',
    description: 'Put a list in order, by one or several values',
    icon: 'arrow-down-wide-narrow',
    source: { kind: 'sort' },
  },
  {
    key: 'deduplicate',
    group: 'Data',
    label: 'Remove duplicates',
    description: 'Keep the first record of each key in a list',
    icon: 'copy-minus',
    source: { kind: 'deduplicate' },
  },
  {
    key: 'aggregate',
    group: 'Data',
    label: 'Aggregate',
    description: 'Sum up a list: counts, sums and averages for each group',
    icon: 'sigma',
    source: { kind: 'aggregate' },
  },
  {
    key: 'join',
    group: 'Data',
    label: 'Join',
    description: 'Give each record of a list its partner from another list, by a key',
    icon: 'combine',
    source: { kind: 'join' },
  },
  {
    key: 'validate',
    group: 'Data',
    label: 'Validate',
    description: 'Part a list by rules: good records go on, the others leave with what is wrong',
    icon: 'list-checks',
    source: { kind: 'validate' },
  },
  {
    key: 'code',
    group: 'Data',
    label: 'Code',
    description: 'JavaScript or TypeScript of your own, in a sandbox without network and files',
    icon: 'code',
    source: { kind: 'code' },
  },
  {
    key: 'branch',
    group: 'Logic',
    label: 'Branch',
    description: 'Go different ways on conditions',
    icon: 'git-branch',
    source: { kind: 'branch' },
  },
  {
    key: 'merge',
    group: 'Logic',
    label: 'Merge',
    description: 'Bring ways together: wait for all, take the first, or join their lists by a key',
    icon: 'git-merge',
    source: { kind: 'merge' },
  },
  {
    key: 'forEach',
    group: 'Logic',
    label: 'For each',
    description: 'Loop: do steps once for each item of a list, or for each record',
    icon: 'repeat',
    source: { kind: 'forEach' },
  },
  {
    key: 'try',
    group: 'Logic',
    label: 'Try',
    description: 'Catch what fails in some steps, and go on another way',
    icon: 'shield-check',
    source: { kind: 'try' },
  },
  {
    key: 'delay',
    group: 'Logic',
    label: 'Delay',
    description: 'Wait for a while or until a time, then go on',
    icon: 'timer',
    source: { kind: 'delay' },
  },
  {
    key: 'callback',
    group: 'Logic',
    label: 'Wait for callback',
    description: 'Wait until another system calls an address that the flow sends it',
    icon: 'phone-incoming',
    source: { kind: 'callback' },
  },
  {
    key: 'approval',
    group: 'Logic',
    label: 'Approval',
    description: 'Ask a person: approve or reject, with a form, in the browser or by link',
    icon: 'user-check',
    source: { kind: 'approval' },
  },
  {
    key: 'subflow',
    group: 'Logic',
    label: 'Call a flow',
    description: 'Run another flow of this workspace and go on with its answer',
    icon: 'workflow',
    source: { kind: 'subflow' },
  },
  {
    key: 'respond',
    group: 'Logic',
    label: 'Respond',
    description: 'Answer the caller: of the webhook, or the flow that calls',
    icon: 'reply',
    source: { kind: 'respond' },
  },
  {
    key: 'stop',
    group: 'Logic',
    label: 'Stop',
    description: 'End the run here, as succeeded',
    icon: 'circle-stop',
    source: { kind: 'stop' },
  },
  {
    key: 'fail',
    group: 'Logic',
    label: 'Fail',
    description: 'End the run here, as failed, in your own words',
    icon: 'octagon-x',
    source: { kind: 'fail' },
  },
];

/** The only operation of a connector goes by the connector's name. */
function operationStep(operation: OperationManifest, connector: ConnectorManifest): StepKind {
  const alone = connector.operations.length === 1;
  return {
    key: `operation:${operation.id}`,
    label: alone ? connector.name : operation.name,
    description: operation.description,
    icon: operation.icon,
    source: { kind: 'operation', operation },
    ...(alone ? {} : { from: connector.name }),
  };
}

const stepsOf = (connector: ConnectorManifest, kind: OperationManifest['kind']): StepKind[] => {
  const operations = connector.operations.filter((operation) => operation.kind === kind);
  return operations.map((operation) => operationStep(operation, connector));
};

/** Every step that can be added, flat: the picker's list. */
export function allSteps(catalogue: Catalogue): StepKind[] {
  const operations = catalogue.connectors.flatMap((connector) => [
    ...stepsOf(connector, 'trigger'),
    ...stepsOf(connector, 'action'),
  ]);
  return [...operations, ...ownSteps];
}

export const stepByKey = (catalogue: Catalogue, key: string): StepKind | undefined =>
  allSteps(catalogue).find((step) => step.key === key);

export function paletteGroups(catalogue: Catalogue): StepGroup[] {
  // A row is narrow, and the whole name of the step says more than that of its connector.
  const single = (step: StepKind): PaletteEntry => {
    const { from: _, ...rest } = step;
    return { kind: 'step', step: rest };
  };
  const triggers = catalogue.connectors.flatMap((connector) => stepsOf(connector, 'trigger')).map(single);
  const connectors = catalogue.connectors.flatMap((connector): PaletteEntry[] => {
    const steps = stepsOf(connector, 'action');
    const [first] = steps;
    if (first === undefined) return [];
    if (steps.length === 1) return [single(first)];
    return [{ kind: 'connector', id: connector.id, label: connector.name, icon: connector.icon, steps }];
  });
  const own = (group: 'Data' | 'Logic'): PaletteEntry[] => ownSteps.filter((step) => step.group === group).map(single);
  return [
    { title: 'Triggers', entries: triggers },
    { title: 'Connectors', entries: connectors },
    { title: 'Data', entries: own('Data') },
    { title: 'Logic', entries: own('Logic') },
  ].filter((group) => group.entries.length > 0);
}

export const isTrigger = (step: StepKind): boolean =>
  step.source.kind === 'operation' && step.source.operation.kind === 'trigger';

/** Every word of the query must begin a word of the label, the connector or the description; labels rank first. */
export function searchSteps(steps: readonly StepKind[], query: string): StepKind[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...steps];
  const scored = steps.flatMap((step) => {
    const label = `${step.label} ${step.from ?? ''}`.toLowerCase();
    const all = `${label} ${step.description.toLowerCase()}`;
    const begins = (text: string, word: string): boolean =>
      text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
    if (words.every((word) => begins(label, word))) return [{ step, rank: label.startsWith(words[0] ?? '') ? 0 : 1 }];
    return words.every((word) => begins(all, word)) ? [{ step, rank: 2 }] : [];
  });
  return scored.sort((left, right) => left.rank - right.rank).map(({ step }) => step);
}
