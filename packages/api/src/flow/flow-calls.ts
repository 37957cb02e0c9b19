// Which flows call which: what publishing checks and fills in, who may be called, and who stands in the way of a flow's end.
import type { Transaction } from '@patchbay/db/client';
import {
  findFlow,
  findNumberedVersion,
  findVersions,
  listDocumentsWith,
  listLive,
  listLiveWith,
} from '@patchbay/db/repositories';
import type { LiveRow } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import { AppError } from '@patchbay/model/errors';
import { calledTrigger, readStoredFlow } from '@patchbay/model/flow';
import type { FlowContract, FlowDocument, FlowNode, SubflowNode } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import type { Caller } from '../trpc/caller.ts';
import type { CallableFlow, FlowCaller } from './flow.contract.ts';

const callsOf = (doc: FlowDocument): SubflowNode[] => doc.nodes.filter((node) => node.kind === 'subflow');

/** The flows that a flow calls. */
export const calledFlows = (doc: FlowDocument): string[] => [
  ...new Set(callsOf(doc).flatMap(({ call }) => (call === undefined ? [] : [call.flowId]))),
];

/** Null: the flow takes no calls. */
export function contractOf(doc: FlowDocument): FlowContract | null {
  const trigger = doc.nodes.find((node) => node.kind === 'trigger' && node.operation === calledTrigger);
  if (trigger?.kind !== 'trigger') return null;
  const { payloadSchema, replySchema } = trigger;
  return {
    name: doc.name,
    ...(payloadSchema === undefined ? {} : { input: payloadSchema }),
    ...(replySchema === undefined ? {} : { output: replySchema }),
  };
}

export interface FilledFlow {
  /** Each call has the id and the contract of its version. */
  readonly doc: FlowDocument;
  readonly diagnostics: Diagnostic[];
}

/** Looks each called version up. `flowId`: the flow itself, where it has one, so that it does not call itself. */
export async function filledCalls(
  tx: Transaction,
  caller: Caller,
  doc: FlowDocument,
  flowId: string | null,
): Promise<FilledFlow> {
  if (callsOf(doc).length === 0) return { doc, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const nodes: FlowNode[] = [];
  for (const node of doc.nodes) {
    const found = node.kind === 'subflow' ? await lookUp(tx, caller, node, flowId) : node;
    if ('code' in found && 'severity' in found) {
      diagnostics.push(found);
      nodes.push(node);
    } else nodes.push(found);
  }
  return { doc: { ...doc, nodes }, diagnostics };
}

async function lookUp(
  tx: Transaction,
  caller: Caller,
  node: SubflowNode,
  flowId: string | null,
): Promise<SubflowNode | Diagnostic> {
  const { call, label } = node;
  if (call === undefined) return node;
  const { workspaceId } = caller;
  const wrong = (code: string, message: string): Diagnostic => ({
    severity: 'error',
    code: `flow.${code}`,
    message,
    at: { nodeId: node.id, field: 'call' },
  });
  const flow = await findFlow(tx, workspaceId, call.flowId);
  if (flow === null) {
    return wrong(
      'unknownFlow',
      `“${label}” calls a flow that is not in this workspace. Choose another in its settings.`,
    );
  }
  const [live] = await listLive(tx, caller, [call.flowId]);
  if (live === undefined) {
    return wrong(
      'calledNotLive',
      `“${label}” calls “${flow.name}”, which is not live. Publish that flow, or choose another.`,
    );
  }
  const version = await findNumberedVersion(tx, workspaceId, { flowId: call.flowId, number: call.version });
  if (version === null) {
    return wrong(
      'unknownVersion',
      `“${label}” calls version ${call.version} of “${flow.name}”, and there is none. Choose the version again.`,
    );
  }
  const called = readStoredFlow(version.document);
  const contract = contractOf(called);
  if (contract === null) {
    return wrong(
      'takesNoCalls',
      `“${label}” calls version ${call.version} of “${flow.name}”, which takes no calls. Add the trigger “Called by another flow” there and publish it, or choose another version.`,
    );
  }
  const way =
    flowId === null ? null : await wayTo(tx, caller, { from: call.flowId, name: flow.name, doc: called }, flowId);
  if (way !== null) {
    const through = way.length === 1 ? '' : ` through ${way.map((name) => `“${name}”`).join(', then ')}`;
    return wrong(
      'callsItself',
      `“${label}” makes the flow call itself${through}. Flows call each other one way: choose another flow, or take the call out.`,
    );
  }
  return { ...node, call: { ...call, versionId: FlowVersionId.parse(version.id), contract } };
}

interface Start {
  readonly from: string;
  readonly name: string;
  readonly doc: FlowDocument;
}

/** The names of the flows by which one gets back to a flow; null: none leads there. Versions are what each pins, and what is live. */
async function wayTo(tx: Transaction, caller: Caller, start: Start, target: string): Promise<string[] | null> {
  const seen = new Set<string>();
  const walk = async ({ from, name, doc }: Start): Promise<string[] | null> => {
    if (from === target) return [name];
    if (seen.has(from)) return null;
    seen.add(from);
    const live = await listLive(tx, caller, [from]);
    const documents = [doc, ...live.map((row) => readStoredFlow(row.document))];
    for (const call of documents.flatMap(callsOf).flatMap((node) => (node.call === undefined ? [] : [node.call]))) {
      const next = await nextOf(tx, caller, call);
      const way = next === null ? null : await walk(next);
      if (way !== null) return [name, ...way];
    }
    return null;
  };
  return walk(start);
}

async function nextOf(
  tx: Transaction,
  { workspaceId }: Caller,
  { flowId, version }: NonNullable<SubflowNode['call']>,
): Promise<Start | null> {
  const found = await findNumberedVersion(tx, workspaceId, { flowId, number: version });
  if (found === null) return null;
  const doc = readStoredFlow(found.document);
  return { from: flowId, name: doc.name, doc };
}

const mark = (flowId: string): string => `"flowId": "${flowId}"`;
const pinned = (document: string, flowId: string): number[] =>
  callsOf(readStoredFlow(document)).flatMap(({ call }) => (call?.flowId === flowId ? [call.version] : []));

/** Flows that call a flow, live ones and drafts, with the versions that they call. */
export async function callersOf(tx: Transaction, { workspaceId }: Caller, flowId: string): Promise<FlowCaller[]> {
  const users = await listDocumentsWith(tx, workspaceId, mark(flowId));
  return users.flatMap(({ kind, id, name, where, document }): FlowCaller[] => {
    if (kind !== 'flow' || id === flowId || where === 'version') return [];
    const versions = [...new Set(pinned(document, flowId))].toSorted((left, right) => left - right);
    return versions.length === 0 ? [] : [{ flowId: FlowId.parse(id), flowName: name, where, versions }];
  });
}

const callMark = '"kind": "subflow"';

/**
 * The versions that live flows call, and those that these call in turn, each once: they run too, whatever is live of their flows.
 */
export async function calledVersions(
  tx: Transaction,
  at: Pick<Caller, 'workspaceId' | 'environmentId'>,
): Promise<{ readonly flowId: string; readonly name: string; readonly doc: FlowDocument }[]> {
  const found: { flowId: string; name: string; doc: FlowDocument }[] = [];
  const seen = new Set<string>();
  let callers = (await listLiveWith(tx, at, callMark)).map(({ document }) => readStoredFlow(document));
  while (callers.length > 0) {
    const ids = callers.flatMap(callsOf).flatMap(({ call }) => (call?.versionId === undefined ? [] : [call.versionId]));
    const next = [...new Set<string>(ids)].filter((id) => !seen.has(id));
    for (const id of next) seen.add(id);
    const called = (await findVersions(tx, at.workspaceId, next)).map(({ flowId, name, document }) => ({
      flowId,
      name,
      doc: readStoredFlow(document),
    }));
    found.push(...called);
    callers = called.map(({ doc }) => doc);
  }
  return found;
}

/** How many live flows call each flow; those that nobody calls are left out. */
export async function callerCounts(tx: Transaction, caller: Caller): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { document } of await listLiveWith(tx, caller, callMark)) {
    for (const id of calledFlows(readStoredFlow(document))) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** @throws AppError `conflict` while a live flow calls this one */
export async function refuseWhileCalled(
  tx: Transaction,
  caller: Caller,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const live = await listLiveWith(tx, caller, mark(id));
  const callers = live.filter(({ flowId, document }) => flowId !== id && pinned(document, id).length > 0);
  const [first] = callers;
  if (first === undefined) return;
  const names = callers.slice(0, 3).map((user) => `“${user.name}”`);
  const more = callers.length > names.length ? ` and ${callers.length - names.length} more` : '';
  throw AppError.because(
    'conflict',
    `“${name}” is called by ${names.join(', ')}${more}. Take the call out there and publish, or unpublish ${callers.length === 1 ? 'that flow' : 'those flows'} first.`,
    { callers: callers.map((user) => ({ flowId: user.flowId, name: user.name })) },
  );
}

const mostCallable = 500;

/** Live flows that others may call, by name, with the contract of the version that is live. */
export async function callableFlows(tx: Transaction, caller: Caller): Promise<CallableFlow[]> {
  const candidates = await listLiveWith(tx, caller, `"${calledTrigger}"`);
  const live = new Map<string, LiveRow>(
    (
      await listLive(
        tx,
        caller,
        candidates.map(({ flowId }) => flowId),
      )
    ).map((row) => [row.flowId, row]),
  );
  return candidates.slice(0, mostCallable).flatMap(({ flowId, name, document }): CallableFlow[] => {
    const doc = readStoredFlow(document);
    const contract = contractOf(doc);
    const row = live.get(flowId);
    if (contract === null || row === undefined) return [];
    const { description = '' } = doc;
    const versionId = FlowVersionId.parse(row.versionId);
    return [{ flowId: FlowId.parse(flowId), name, description, version: row.number, versionId, contract }];
  });
}
