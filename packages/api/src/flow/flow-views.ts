// How flows are shown: the list with what is live and what ran last, and one flow for the editor.
import type { Transaction } from '@patchbay/db/client';
import type { FlowRow, LiveRow } from '@patchbay/db/repositories';
import {
  countHeld,
  findDeployment,
  findVersion,
  lastRuns,
  listBindings,
  listFlows,
  listLive,
} from '@patchbay/db/repositories';
import type { ConnectorManifest } from '@patchbay/model/connector';
import type { FlowDocument } from '@patchbay/model/flow';
import { readStoredFlow } from '@patchbay/model/flow';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import { textWithoutBundles } from '../library/bundles.ts';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor, TimeAndId } from '../trpc/cursor.ts';
import { DeploymentStatus } from './flow.contract.ts';
import type { FlowList, FlowListInput, FlowListItem, FlowView } from './flow.contract.ts';
import { callerCounts } from './flow-calls.ts';
import type { LibraryFlowCheck } from './flow-problems.ts';

interface DraftFacts {
  readonly problems: number;
  readonly triggers: string[];
  readonly nodeCount: number;
  readonly description: string;
}

const factsKept = 2_000;

/** What a list says about drafts; worked out once per revision. */
export class DraftFactsCache {
  readonly #facts = new Map<string, DraftFacts>();
  readonly #check: LibraryFlowCheck;
  readonly #icons: ReadonlyMap<string, string>;

  constructor(check: LibraryFlowCheck, manifests: readonly ConnectorManifest[]) {
    this.#check = check;
    this.#icons = new Map(
      manifests.flatMap((connector) => connector.operations.map((operation) => [operation.id, operation.icon])),
    );
  }

  async of(tx: Transaction, caller: Caller, flow: FlowRow): Promise<DraftFacts> {
    const key = `${flow.id}:${flow.revision}`;
    const known = this.#facts.get(key);
    if (known !== undefined) return known;
    const doc = readStoredFlow(flow.draft);
    const { diagnostics, isComplete } = await this.#check(tx, caller, doc, flow.id);
    const facts: DraftFacts = {
      problems: diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length,
      triggers: doc.nodes.flatMap((node) =>
        node.kind === 'trigger' ? [this.#icons.get(node.operation) ?? 'zap'] : [],
      ),
      nodeCount: doc.nodes.length,
      description: doc.description ?? '',
    };
    if (this.#facts.size >= factsKept) this.#facts.clear();
    // What is missing in the library may come into it without a new revision.
    if (isComplete) this.#facts.set(key, facts);
    return facts;
  }
}

export async function flowList(
  tx: Transaction,
  caller: Caller,
  input: FlowListInput,
  facts: DraftFactsCache,
): Promise<FlowList> {
  const mark = decodeCursor(TimeAndId, input.cursor);
  const limit = input.limit ?? 50;
  const search = input.search?.trim();
  const rows = await listFlows(tx, caller.workspaceId, {
    search: search === undefined || search === '' ? null : search,
    after: mark === null ? null : { updatedAt: new Date(mark[0]), id: mark[1] },
    limit: limit + 1,
  });
  const page = cutPage(rows, limit, (last) => [last.updatedAt.toISOString(), last.id]);
  const ids = page.items.map((flow) => flow.id);
  const live = new Map((await listLive(tx, caller, ids)).map((row) => [row.flowId, row]));
  const runs = new Map((await lastRuns(tx, caller, ids)).map((row) => [row.flowId, row]));
  const callers = await callerCounts(tx, caller);
  const items: FlowListItem[] = [];
  for (const flow of page.items) {
    const run = runs.get(flow.id);
    items.push({
      id: FlowId.parse(flow.id),
      name: flow.name,
      updatedAt: flow.updatedAt.toISOString(),
      revision: flow.revision,
      live: liveOf(flow, live.get(flow.id)),
      callers: callers.get(flow.id) ?? 0,
      lastRun:
        run === undefined
          ? null
          : { id: run.id, status: RunStatus.options[run.status] ?? 'queued', at: run.createdAt.toISOString() },
      ...(await facts.of(tx, caller, flow)),
    });
  }
  return { items, nextCursor: page.nextCursor };
}

const liveOf = (flow: FlowRow, live: LiveRow | undefined): FlowListItem['live'] =>
  live === undefined
    ? null
    : {
        version: live.number,
        publishedAt: live.publishedAt.toISOString(),
        status: DeploymentStatus.parse(live.status),
        hasChanges:
          live.document !== flow.draft && textWithoutBundles(live.document) !== textWithoutBundles(flow.draft),
      };

const mostHeldCounted = 1_001;

export async function flowView(
  tx: Transaction,
  caller: Caller,
  flow: FlowRow,
  { check, publicUrl }: { check: LibraryFlowCheck; publicUrl: string },
): Promise<FlowView> {
  const at = { workspaceId: caller.workspaceId, environmentId: caller.environmentId, flowId: flow.id };
  const document = readStoredFlow(flow.draft);
  const bindings = await listBindings(tx, at);
  const deployment = await findDeployment(tx, at);
  const live =
    deployment === null || deployment.status === 'retired'
      ? null
      : await findVersion(tx, caller.workspaceId, deployment.versionId);
  return {
    id: FlowId.parse(flow.id),
    document,
    revision: flow.revision,
    diagnostics: (await check(tx, caller, document, flow.id)).diagnostics,
    live:
      live === null || deployment === null
        ? null
        : {
            versionId: FlowVersionId.parse(live.id),
            number: live.number ?? 0,
            publishedAt: live.publishedAt.toISOString(),
            status: DeploymentStatus.parse(deployment.status),
            heldRuns: deployment.status === 'paused' ? await countHeld(tx, at, mostHeldCounted) : 0,
            hookUrls: hookUrls(readStoredFlow(live.document), `${publicUrl}/hooks/${deployment.hookKey}`),
          },
    bindings: Object.fromEntries(bindings.map((binding) => [binding.slot, binding.connectionId])),
    updatedAt: flow.updatedAt.toISOString(),
  };
}

/** One webhook trigger answers at the address itself; of several each has its name behind it. */
function hookUrls(doc: FlowDocument, base: string): { nodeId: string; url: string }[] {
  const hooks = doc.nodes.filter((node) => node.kind === 'trigger' && node.operation === 'webhook.receive');
  return hooks.map((node) => ({ nodeId: node.id, url: hooks.length === 1 ? base : `${base}/${node.name}` }));
}
