import type { Transaction } from '@patchbay/db/client';
import { checkFlow, variablesOfFlow } from '@patchbay/mapping';
import type { ConnectorManifest, OperationManifest } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { validateFlow } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { filledCalls } from './flow-calls.ts';
import { topicProblems } from '../topic/topic-use.ts';
import { variablesOf } from '../variable/variable-use.ts';
import { bundledFlow } from '../library/bundles.ts';
import type { Caller } from '../trpc/caller.ts';
import type { CodeCheck } from './code-check.ts';

/** Without the variables of an environment, `vars` may hold anything. */
export type FlowCheck = (doc: FlowDocument, variables?: Readonly<Record<string, Json>>) => Diagnostic[];

/** The check of a flow as the editor does it: its structure, then what its expressions and mappings say. */
export function createFlowCheck(manifests: readonly ConnectorManifest[]): FlowCheck {
  const operations: Record<string, OperationManifest> = Object.fromEntries(
    manifests.flatMap((connector) => connector.operations.map((operation) => [operation.id, operation])),
  );
  return (doc, variables) => [...validateFlow(doc, { operations }), ...checkFlow(doc, { operations, variables })];
}

export interface CheckedFlow {
  /** With a bundle in each map node that uses anything of the library: what is published and run. */
  readonly bundled: FlowDocument;
  readonly diagnostics: Diagnostic[];
  /** Nothing that it uses is missing in the library, or may change with another flow or a variable. */
  readonly isComplete: boolean;
}
/** The same check by somebody who has the library of the workspace at hand. */
export type LibraryFlowCheck = (
  tx: Transaction,
  caller: Caller,
  doc: FlowDocument,
  /** The flow that it is of, where there is one already. */
  flowId?: string,
) => Promise<CheckedFlow>;

export function createLibraryFlowCheck(check: FlowCheck, checkCode: CodeCheck): LibraryFlowCheck {
  return async (tx, caller, doc, flowId) => {
    const calls = await filledCalls(tx, caller, doc, flowId ?? null);
    const { doc: bundled, diagnostics } = await bundledFlow(tx, caller.workspaceId, calls.doc);
    // What is missing in the library, the check says in its own words.
    const topics = await topicProblems(tx, caller.workspaceId, doc);
    const variables = await variablesOf(tx, caller);
    const found = [...check(bundled, variables), ...(await checkCode(doc)), ...topics, ...calls.diagnostics];
    // What others are called changes with them.
    const standsAlone = !doc.nodes.some(({ kind }) => kind === 'subflow') && variablesOfFlow(bundled).size === 0;
    const isComplete = diagnostics.length === 0 && standsAlone;
    return { bundled, diagnostics: found, isComplete };
  };
}
