import { checkFlow } from '@patchbay/mapping';
import type { ConnectorManifest, OperationManifest } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { validateFlow } from '@patchbay/model/flow';

export type FlowCheck = (doc: FlowDocument) => Diagnostic[];

/** The check of a flow as the editor does it: its structure, then what its expressions and mappings say. */
export function createFlowCheck(manifests: readonly ConnectorManifest[]): FlowCheck {
  const operations: Record<string, OperationManifest> = Object.fromEntries(
    manifests.flatMap((connector) => connector.operations.map((operation) => [operation.id, operation])),
  );
  return (doc) => [...validateFlow(doc, { operations }), ...checkFlow(doc, { operations })];
}
