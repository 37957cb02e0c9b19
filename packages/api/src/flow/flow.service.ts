import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { FlowRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  belongsTo,
  bindSlot,
  commandsSince,
  findDeployment,
  findFlow,
  findVersion,
  insertFlow,
  listBindings,
  listVersions,
  lockFlow,
  markFlowDeleted,
} from '@patchbay/db/repositories';
import { AppError } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { emptyFlow, readStoredFlow, serialiseFlow } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { flowTopic, looks } from '../live/live-bus.ts';
import type { Caller } from '../trpc/caller.ts';
import { notThere } from '../trpc/procedure.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { TemplateService } from '../template/template.contract.ts';
import { editFlow, refuseRejected, storeEdit } from './edit-flow.ts';
import type { FlowCreated, FlowService } from './flow.contract.ts';
import { flowFileName, flowFileText, readFlowFile } from './flow-file.ts';
import { logged, readLog } from './flow-log.ts';
import { createCodeCheck } from './code-check.ts';
import { callableFlows, callersOf, filledCalls } from './flow-calls.ts';
import { createFlowCheck, createLibraryFlowCheck } from './flow-problems.ts';
import { DraftFactsCache, flowList, flowView } from './flow-views.ts';
import { setFlowPaused } from './pause-flow.ts';
import { publishFlow, tellDeployments, unpublishFlow } from './publish-flow.ts';
import { replacementCommand } from './replacement-command.ts';
import { startRun } from './start-run.ts';
import { startTestRun } from './test-run.ts';

const watching = { everyMs: 15_000, pauseMs: 100 };

export function createFlowService(deps: ServiceDeps, templates: TemplateService): FlowService {
  const { manifests, publicUrl } = deps;
  const check = createLibraryFlowCheck(createFlowCheck(manifests), createCodeCheck(deps.codePool));
  const facts = new DraftFactsCache(check, manifests);
  const inside = insideOf(deps);

  return {
    list: (caller, input) => inside(caller, (tx) => flowList(tx, caller, input, facts)),
    get: (caller, { flowId }) =>
      inside(caller, async (tx) => flowView(tx, caller, await theFlow(tx, caller, flowId), { check, publicUrl })),
    create: (caller, { name, template, document }) => {
      const from = document ?? (template === undefined ? emptyFlow(name) : templateDocument(templates, template));
      return inside(caller, (tx) => addFlow(tx, caller, { ...from, name }, 'flow.create'));
    },
    apply: async (caller, input) => {
      const outcome = await inside(caller, (tx) => editFlow(tx, caller, input));
      refuseRejected(outcome);
      const { revision, document, rebased } = outcome;
      return { revision, applied: true, ...(rebased ? { document } : {}) };
    },
    replace: (caller, { flowId, revision, document }) =>
      inside(caller, async (tx) => {
        const flow = await lockFlow(tx, caller.workspaceId, flowId);
        if (flow === null) throw notThere();
        refuseStale(flow, revision);
        const before = readStoredFlow(flow.draft);
        // The checks of a flow file hold here too: a document that no editor can show is refused with its reasons.
        const given = readFlowFile(serialiseFlow(document));
        const { doc: after } = await filledCalls(tx, caller, given, flow.id);
        const command = replacementCommand(before, after);
        const { doc, entries } = logged(before, command === null ? [] : [command], 'api');
        const stored = await storeEdit(tx, caller, { flow, doc, entries });
        const { diagnostics } = await check(tx, caller, doc, flow.id);
        return { id: FlowId.parse(flow.id), revision: stored, diagnostics };
      }),
    delete: (caller, { flowId }) => inside(caller, (tx) => deleteFlow(tx, caller, flowId)),
    duplicate: (caller, { flowId }) => inside(caller, (tx) => duplicateFlow(tx, caller, flowId)),
    validate: (caller, { flowId }) =>
      inside(caller, async (tx) => {
        const doc = readStoredFlow((await theFlow(tx, caller, flowId)).draft);
        return (await check(tx, caller, doc, flowId)).diagnostics;
      }),
    publish: (caller, input) => inside(caller, (tx) => publishFlow(tx, caller, input, { check })),
    unpublish: (caller, { flowId }) => inside(caller, (tx) => unpublishFlow(tx, caller, flowId)),
    pause: (caller, { flowId }) => setFlowPaused(deps, caller, { flowId, paused: true }),
    resume: (caller, { flowId }) => setFlowPaused(deps, caller, { flowId, paused: false }),
    versions: (caller, { flowId }) =>
      inside(caller, async (tx) => {
        const { workspaceId, environmentId } = caller;
        const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
        const liveId = deployment?.status === 'retired' ? undefined : deployment?.versionId;
        return (await listVersions(tx, workspaceId, flowId)).map((version) => ({
          id: FlowVersionId.parse(version.id),
          number: version.number ?? 0,
          publishedAt: version.publishedAt.toISOString(),
          publishedBy: version.publishedBy,
          live: version.id === liveId,
        }));
      }),
    version: (caller, { versionId }) =>
      inside(caller, async (tx) => {
        const version = await findVersion(tx, caller.workspaceId, versionId);
        if (version === null) throw notThere();
        const { document, number, flowId } = version;
        return { document: readStoredFlow(document), number, flowId: FlowId.parse(flowId) };
      }),
    callable: (caller) => inside(caller, (tx) => callableFlows(tx, caller)),
    callers: (caller, { flowId }) => inside(caller, (tx) => callersOf(tx, caller, flowId)),
    bindSlot: (caller, input) => inside(caller, (tx) => putBinding(tx, caller, input)),
    export: (caller, { flowId }) =>
      inside(caller, async (tx) => {
        const flow = await theFlow(tx, caller, flowId);
        return { fileName: flowFileName(flow.name), text: flowFileText(readStoredFlow(flow.draft)) };
      }),
    import: (caller, { text }) => {
      const document = readFlowFile(text);
      return inside(caller, async (tx) => {
        const { id } = await addFlow(tx, caller, document, 'flow.import');
        return { id, diagnostics: (await check(tx, caller, document)).diagnostics };
      });
    },
    testRun: (caller, input) => startTestRun(deps, check, caller, input),
    start: (caller, input) => startRun(deps, caller, input),
    watch: async function* (caller, { flowId, sinceRevision }, signal) {
      let seen = sinceRevision;
      for await (const _ of looks(deps.live, flowTopic(flowId), { ...watching, signal })) {
        const change = await inside(caller, (tx) => changeSince(tx, caller, flowId, seen));
        if (change === null) continue;
        seen = change.revision;
        yield change;
      }
    },
  };
}

async function theFlow(tx: Transaction, caller: Caller, flowId: string): Promise<FlowRow> {
  const flow = await findFlow(tx, caller.workspaceId, flowId);
  if (flow === null) throw notThere();
  return flow;
}

function templateDocument(templates: TemplateService, id: string): FlowDocument {
  const template = templates.list().find((other) => other.id === id);
  if (template === undefined) {
    throw AppError.because('unprocessable', `There is no template “${id}”. Choose one from the gallery.`);
  }
  return template.document;
}

async function addFlow(tx: Transaction, caller: Caller, given: FlowDocument, action: string): Promise<FlowCreated> {
  const id = randomUUID();
  const { doc } = await filledCalls(tx, caller, given, null);
  const { workspaceId, actor } = caller;
  await insertFlow(tx, { id, workspaceId, name: doc.name, draft: serialiseFlow(doc), createdBy: actor.id });
  await appendAudit(tx, workspaceId, actor, {
    action,
    target: { kind: 'flow', id },
    after: { name: doc.name, nodes: doc.nodes.length },
  });
  return { id: FlowId.parse(id), revision: 0 };
}

async function duplicateFlow(tx: Transaction, caller: Caller, flowId: string): Promise<FlowCreated> {
  const { workspaceId, environmentId } = caller;
  const doc = readStoredFlow((await theFlow(tx, caller, flowId)).draft);
  const created = await addFlow(tx, caller, { ...doc, name: `${doc.name.slice(0, 112)} (copy)` }, 'flow.duplicate');
  for (const { slot, connectionId } of await listBindings(tx, { workspaceId, environmentId, flowId })) {
    await bindSlot(tx, { workspaceId, environmentId, flowId: created.id, slot, connectionId });
  }
  return created;
}

async function deleteFlow(tx: Transaction, caller: Caller, flowId: string): Promise<void> {
  const { workspaceId, environmentId, actor } = caller;
  const flow = await lockFlow(tx, workspaceId, flowId);
  if (flow === null) throw notThere();
  const deployment = await findDeployment(tx, { workspaceId, environmentId, flowId });
  if (deployment !== null && deployment.status !== 'retired') {
    throw AppError.because('conflict', `“${flow.name}” is live. Unpublish it first, then delete it.`);
  }
  await markFlowDeleted(tx, workspaceId, flowId);
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.delete',
    target: { kind: 'flow', id: flowId },
    before: { name: flow.name, revision: flow.revision },
  });
}

async function putBinding(
  tx: Transaction,
  caller: Caller,
  { flowId, slot, connectionId }: { flowId: string; slot: string; connectionId: string | null },
): Promise<void> {
  const { workspaceId, environmentId, actor } = caller;
  const flow = await lockFlow(tx, workspaceId, flowId);
  if (flow === null) throw notThere();
  const known = readStoredFlow(flow.draft).slots.some((other) => other.name === slot);
  if (!known && connectionId !== null) {
    throw AppError.because(
      'unprocessable',
      `The flow has no connection slot “${slot}”. Add the slot to the flow first.`,
    );
  }
  if (connectionId !== null && !(await belongsTo(tx, { workspaceId, kind: 'connection', id: connectionId }))) {
    throw notThere();
  }
  const before = (await listBindings(tx, { workspaceId, environmentId, flowId })).find((other) => other.slot === slot);
  await bindSlot(tx, { workspaceId, environmentId, flowId, slot, connectionId });
  await tellDeployments(tx, flowId);
  await appendAudit(tx, workspaceId, actor, {
    action: 'flow.bindSlot',
    target: { kind: 'flow', id: flowId },
    before: { slot, connectionId: before?.connectionId ?? null },
    after: { slot, connectionId },
  });
}

function refuseStale(flow: FlowRow, revision: number | undefined): void {
  if (revision === undefined || revision === flow.revision) return;
  throw AppError.because(
    'conflict',
    `The flow stands at revision ${flow.revision}, not ${revision}. Get it again, repeat the change, and send it once more.`,
    { revision: flow.revision },
  );
}

async function changeSince(tx: Transaction, caller: Caller, flowId: string, sinceRevision: number) {
  const flow = await findFlow(tx, caller.workspaceId, flowId);
  if (flow === null || flow.revision <= sinceRevision) return null;
  const { workspaceId } = caller;
  const last = readLog(await commandsSince(tx, { workspaceId, flowId, sinceRevision: flow.revision - 1 })).at(-1);
  return { revision: flow.revision, document: readStoredFlow(flow.draft), clientId: last?.clientId ?? null };
}
