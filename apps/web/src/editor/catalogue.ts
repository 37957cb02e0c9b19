// What this installation can do, as an index over the manifests, and what the environment sets.
import type { MappingLibrary } from '@patchbay/mapping';
import type { ConnectorManifest, OperationManifest } from '@patchbay/model/connector';
import type { FlowNode } from '@patchbay/model/flow';
import type { DataSchema, Json } from '@patchbay/model/schema';

/** What mappings of a flow use of the library. */
export interface FlowLibrary {
  readonly parts: MappingLibrary;
  /** What is not among the parts is not in the library; otherwise it may be on its way. */
  readonly isComplete: boolean;
}

export interface Catalogue {
  readonly connectors: readonly ConnectorManifest[];
  readonly operations: Readonly<Record<string, OperationManifest>>;
  /** Schemas of the library that the flow at hand names, as far as they are known; null: there is none. */
  readonly schemas?: Readonly<Record<string, DataSchema | null>> | undefined;
  /** What mappings of the flow at hand use of the library; undefined: they are checked by what they bring along. */
  readonly library?: FlowLibrary | undefined;
  /** The variables of the environment by name; undefined while they are not known, or do not matter. */
  readonly variables?: Readonly<Record<string, Json>> | undefined;
}

export function catalogueOf(connectors: readonly ConnectorManifest[]): Catalogue {
  const operations: Record<string, OperationManifest> = {};
  for (const connector of connectors) {
    for (const operation of connector.operations) operations[operation.id] = operation;
  }
  return { connectors, operations };
}

export const operationOf = (catalogue: Catalogue, id: string): OperationManifest | undefined =>
  Object.hasOwn(catalogue.operations, id) ? catalogue.operations[id] : undefined;

/** Operation ids are `<connector>.<operation>`. */
export const connectorIdOf = (operationId: string): string => operationId.split('.')[0] ?? operationId;

export const connectorOf = (catalogue: Catalogue, operationId: string): ConnectorManifest | undefined =>
  catalogue.connectors.find((connector) => connector.id === connectorIdOf(operationId));

/** What a step is, in words. */
export const kindWords: Readonly<Record<FlowNode['kind'], string>> = {
  trigger: 'trigger',
  action: 'action',
  map: 'map',
  branch: 'branch',
  filter: 'filter',
  code: 'code',
  respond: 'respond',
  merge: 'merge',
  forEach: 'for each',
  try: 'try',
  sort: 'sort',
  deduplicate: 'deduplicate',
  aggregate: 'aggregate',
  join: 'join',
  validate: 'validate',
  delay: 'delay',
  callback: 'wait for callback',
  approval: 'approval',
  subflow: 'call of a flow',
  stop: 'stop',
  fail: 'fail',
};

/** The lucide icon of a node's face. */
export function nodeIcon(node: FlowNode, catalogue: Catalogue): string {
  switch (node.kind) {
    case 'trigger':
    case 'action':
      return operationOf(catalogue, node.operation)?.icon ?? 'puzzle';
    case 'map':
      return 'arrow-left-right';
    case 'branch':
      return 'git-branch';
    case 'filter':
      return 'list-filter';
    case 'code':
      return 'code';
    case 'respond':
      return 'reply';
    case 'merge':
      return 'git-merge';
    case 'forEach':
      return 'repeat';
    case 'try':
      return 'shield-check';
    case 'delay':
      return 'timer';
    case 'callback':
      return 'phone-incoming';
    case 'approval':
      return 'user-check';
    case 'subflow':
      return 'workflow';
    case 'stop':
      return 'circle-stop';
    case 'fail':
      return 'octagon-x';
    case 'sort':
      return 'arrow-down-wide-narrow';
    case 'deduplicate':
      return 'copy-minus';
    case 'aggregate':
      return 'sigma';
    case 'join':
      return 'combine';
    case 'validate':
      return 'list-checks';
  }
}
