import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { MappingItemRow, MappingRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  findMappingVersion,
  insertMapping,
  listLibraryVersions,
  listMappings,
  updateMapping,
} from '@patchbay/db/repositories';
import { diffMappings } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { bundledMapping } from '../library/bundles.ts';
import { noVersion } from '../library/library-item.ts';
import { refOf } from '../library/library-ref.ts';
import { loadLibrary } from '../library/load-library.ts';
import { readStoredMapping, storedText } from '../library/stored-documents.ts';
import { versionItem } from '../library/version-item.ts';
import type { Caller } from '../trpc/caller.ts';
import { cutPage, decodeCursor, TimeAndId } from '../trpc/cursor.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import { createDocumentCheck } from './document-check.ts';
import { evaluateMapping } from './evaluate-mapping.ts';
import { createMapRunner } from './map-runner.ts';
import type { EvaluateInput } from './mapper.contract.ts';
import type {
  MappingCreated,
  MappingCreateInput,
  MappingDiff,
  MappingDiffInput,
  MappingItem,
  MappingService,
  MappingUpdateInput,
} from './mapping.contract.ts';
import { forget, memoryOf, remember } from './memory.ts';
import { publishMapping } from './publish-mapping.ts';
import { runSamples } from './run-samples.ts';
import { runTests, serverTestsMs } from './run-tests.ts';
import { mappings, saveDraft } from './save-draft.ts';
import { suggestRules } from './suggest-rules.ts';
import { theDocument, withLookups } from './which-mapping.ts';

const kind = 'mapping';
const emptyMapping: MappingDocument = { map: 1, root: { fields: {} } };

export function createMappingService(deps: ServiceDeps): MappingService {
  const { db } = deps;
  const run = createMapRunner({ pool: deps.mapPool });
  const check = createDocumentCheck(deps.workPool);
  const inside = insideOf(deps);

  return {
    list: (caller, input) =>
      inside(caller, async (tx) => {
        const mark = decodeCursor(TimeAndId, input.cursor);
        const limit = input.limit ?? 50;
        const search = input.search?.trim() ?? '';
        const rows = await listMappings(tx, caller.workspaceId, {
          search: search === '' ? null : search,
          published: input.published ?? null,
          after: mark === null ? null : { updatedAt: new Date(mark[0]), id: mark[1] },
          limit: limit + 1,
        });
        const { items, nextCursor } = cutPage(rows, limit, (last) => [last.updatedAt.toISOString(), last.id]);
        return { items: items.map(mappingItem), nextCursor };
      }),
    get: async (caller, { mappingId }) => {
      const { whole, ...view } = await inside(caller, async (tx) => {
        const row = await mappings.one(tx, caller, mappingId);
        const document = readStoredMapping(row.draft);
        const bundled = await bundledMapping(tx, caller.workspaceId, document, { source: 'library' });
        const newest = await versionDocument(tx, caller, row, row.latest);
        return {
          ...mappingItem(row),
          document,
          bundle: bundled.doc.bundle ?? {},
          hasChanges: newest === null || diffMappings(newest, document).length > 0,
          whole: bundled.doc,
        };
      });
      return { ...view, diagnostics: await check.diagnostics(whole) };
    },
    create: (caller, input) => inside(caller, (tx) => createMapping(tx, caller, input)),
    update: (caller, input) => inside(caller, (tx) => changeMapping(tx, caller, input)),
    saveDraft: async (caller, input) => {
      const { revision, whole } = await inside(caller, (tx) => saveDraft(tx, caller, input));
      return { revision, diagnostics: await check.diagnostics(whole) };
    },
    publishVersion: (caller, input) => publishMapping(db, caller, input, { run, check }),
    versions: (caller, { mappingId }) => inside(caller, (tx) => mappings.versions(tx, caller, mappingId)),
    version: (caller, { mappingId, number }) =>
      inside(caller, async (tx) => {
        const row = await mappings.one(tx, caller, mappingId);
        const version = await findMappingVersion(tx, { workspaceId: caller.workspaceId, mappingId }, number);
        if (version === null) throw noVersion(row, number);
        const document = readStoredMapping(version.document);
        return { ...versionItem(version), ref: refOf(row.name, number), document };
      }),
    diff: (caller, input) => inside(caller, (tx) => diff(tx, caller, input)),
    usedBy: (caller, { mappingId }) => inside(caller, (tx) => mappings.usedBy(tx, caller, mappingId)),
    delete: (caller, { mappingId }) =>
      inside(caller, (tx) =>
        mappings.remove(tx, caller, mappingId, ({ name, revision, latest }) => ({ name, revision, latest })),
      ),
    resolve: (caller, refs) =>
      inside(caller, (tx) =>
        loadLibrary(tx, caller.workspaceId, [
          ...(refs.schemas ?? []).map((ref) => ({ kind: 'schema' as const, ref })),
          ...(refs.lookups ?? []).map((ref) => ({ kind: 'lookup' as const, ref })),
          ...(refs.mappings ?? []).map((ref) => ({ kind, ref }) as const),
        ]),
      ),
    // The run itself holds no transaction open.
    evaluate: async (caller, input) => {
      const document = await inside(caller, (tx) => theDocument(tx, caller, input, schemasNamed(input)));
      return evaluateMapping({ run, check }, withLookups(document, input.lookups), input);
    },
    check: async (caller, input) =>
      check.check(await inside(caller, (tx) => theDocument(tx, caller, input)), input.sources),
    suggest: (caller, input) => suggestRules(deps, caller, input),
    runTests: async (caller, input) => {
      const document = await inside(caller, (tx) => theDocument(tx, caller, input));
      return runTests(run, withLookups(document, input.lookups), { names: input.names, deadlineMs: serverTestsMs });
    },
    remember: (caller, input) => inside(caller, (tx) => remember(tx, caller, input)),
    forget: (caller, input) => inside(caller, (tx) => forget(tx, caller, input)),
    memory: (caller, input) => inside(caller, (tx) => memoryOf(tx, caller.workspaceId, input)),
    runSamples: (caller, input) => runSamples(deps, caller, input),
  };
}

/** References to schemas by which a request wants its texts read and written. */
const schemasNamed = ({ encoded, encodedInput, output }: EvaluateInput): string[] =>
  [...Object.values(encoded ?? {}), encodedInput, output]
    .filter((one) => one !== undefined)
    .flatMap(({ schema }) => (typeof schema === 'string' ? [schema] : []));

const mappingItem = (row: MappingItemRow): MappingItem => {
  const { id, name, description, revision, latest, updatedBy, updatedAt } = row;
  return { id, name, description, revision, latest, updatedBy, updatedAt: updatedAt.toISOString() };
};

async function versionDocument(
  tx: Transaction,
  { workspaceId }: Caller,
  row: MappingRow,
  number: number,
): Promise<MappingDocument | null> {
  if (number === 0) return null;
  const version = await findMappingVersion(tx, { workspaceId, mappingId: row.id }, number);
  if (version === null) throw noVersion(row, number);
  return readStoredMapping(version.document);
}

async function createMapping(tx: Transaction, caller: Caller, input: MappingCreateInput): Promise<MappingCreated> {
  const { workspaceId, actor } = caller;
  const { name, description = '', document = emptyMapping } = input;
  const id = randomUUID();
  const draft = storedText(kind, document);
  await mappings.refuseTaken(tx, caller, name);
  const by = { createdBy: actor.id, updatedBy: actor.name };
  await insertMapping(tx, { id, workspaceId, name, description, draft, ...by });
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.create',
    target: { kind, id },
    after: { name, sizeChars: draft.length },
  });
  return { id, revision: 0 };
}

async function changeMapping(tx: Transaction, caller: Caller, input: MappingUpdateInput): Promise<void> {
  const { workspaceId, actor } = caller;
  const { mappingId, name, description } = input;
  const row = await mappings.locked(tx, caller, mappingId);
  await mappings.refuseRename(tx, caller, row, name);
  await updateMapping(
    tx,
    { workspaceId, mappingId },
    {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      updatedBy: actor.name,
    },
  );
  await appendAudit(tx, workspaceId, actor, {
    action: 'mapping.update',
    target: { kind, id: mappingId },
    before: { name: row.name, description: row.description },
    after: { name, description },
  });
}

async function diff(tx: Transaction, caller: Caller, { mappingId, from, to }: MappingDiffInput): Promise<MappingDiff> {
  const row = await mappings.one(tx, caller, mappingId);
  const older = from ?? (to === undefined ? row.latest : await versionBefore(tx, caller, mappingId, to));
  const before = await versionDocument(tx, caller, row, older);
  const after = to === undefined ? readStoredMapping(row.draft) : await versionDocument(tx, caller, row, to);
  if (after === null) throw noVersion(row, to ?? 0);
  return { from: older === 0 ? null : older, to: to ?? null, changes: diffMappings(before, after) };
}

/** 0 when there is none. */
async function versionBefore(tx: Transaction, { workspaceId }: Caller, id: string, number: number): Promise<number> {
  const versions = await listLibraryVersions(tx, { workspaceId, kind }, id);
  return versions.find((version) => version.number < number)?.number ?? 0;
}
