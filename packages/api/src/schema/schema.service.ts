import { randomUUID } from 'node:crypto';
import type { Transaction } from '@patchbay/db/client';
import type { SchemaRow, SchemaVersionRow } from '@patchbay/db/repositories';
import {
  appendAudit,
  findSchema,
  findSchemaVersion,
  insertSchema,
  insertSchemaVersion,
  listSchemas,
  updateSchema,
} from '@patchbay/db/repositories';
import type { VersionMove } from '@patchbay/mapping/edit';
import { AppError } from '@patchbay/model/errors';
import { compareSchemas } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { createFlowCheck } from '../flow/flow-problems.ts';
import { libraryItems, noVersion } from '../library/library-item.ts';
import { refOf } from '../library/library-ref.ts';
import { readStoredSchema, storedText } from '../library/stored-documents.ts';
import { refuseOldBase } from '../library/version-base.ts';
import { versionItem } from '../library/version-item.ts';
import type { Caller } from '../trpc/caller.ts';
import { pageByName } from '../trpc/cursor.ts';
import { insideOf } from '../trpc/inside.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { RelinksWork } from '../work/work.ts';
import { changeView, impactOf, usersOfVersion } from './compare-schema.ts';
import type { ComparedVersion } from './compare-schema.ts';
import { importSchemas } from './import-schemas.ts';
import { importTable } from './import-table.ts';
import { inferFromSamples } from './infer-from-samples.ts';
import { isQuickImport } from './is-quick-import.ts';
import { lostRefs } from './lost-refs.ts';
import { moveDraft, refusedDraft } from './move-drafts.ts';
import { proposeRelinks } from './propose-relinks.ts';
import { countFields, refuseWideSchema } from './schema-limits.ts';
import { SchemaOrigin } from './schema.contract.ts';
import type {
  DraftMoved,
  DraftsMoved,
  MoveDraftsInput,
  Relink,
  SchemaCompareInput,
  SchemaCreated,
  SchemaCreateInput,
  SchemaItem,
  SchemaSaved,
  SchemaSaveInput,
  SchemaService,
  SchemaUpdateInput,
} from './schema.contract.ts';

const kind = 'schema';
const schemas = libraryItems(kind, findSchema);
/** Schemas of up to so many fields in all are matched in this process. */
const inlineFields = 300;

export function createSchemaService(deps: ServiceDeps): SchemaService {
  const checkFlow = createFlowCheck(deps.manifests);
  const inside = insideOf(deps);

  return {
    list: (caller, input) =>
      inside(caller, async (tx) => {
        const search = input.search?.trim() ?? '';
        const { items, nextCursor } = await pageByName(input, (page) =>
          listSchemas(tx, caller.workspaceId, {
            ...page,
            search: search === '' ? null : search,
            canonical: input.canonical ?? null,
          }),
        );
        return { items: items.map(schemaItem), nextCursor };
      }),
    get: (caller, { schemaId, version }) =>
      inside(caller, async (tx) => {
        const row = await schemas.one(tx, caller, schemaId);
        const stored = await theVersion(tx, caller, row, version);
        const origin = SchemaOrigin.parse(JSON.parse(stored.origin));
        return {
          ...schemaItem(row),
          ref: refOf(row.name, stored.number),
          version: { ...versionItem(stored), origin },
          schema: readStoredSchema(stored.document),
        };
      }),
    versions: (caller, { schemaId }) => inside(caller, (tx) => schemas.versions(tx, caller, schemaId)),
    create: (caller, input) => inside(caller, (tx) => createSchema(tx, caller, input)),
    update: (caller, input) => inside(caller, (tx) => changeSchema(tx, caller, input)),
    saveVersion: (caller, input) => inside(caller, (tx) => saveSchemaVersion(tx, caller, input)),
    import: (_caller, input) =>
      deps.workPool === undefined || isQuickImport(input)
        ? importSchemas(input)
        : deps.workPool.run({ kind: 'import', input }),
    importTable: (caller, input) => importTable(deps, caller, input),
    infer: (caller, input) => inferFromSamples(deps, caller, input),
    // Checking and matching hold no transaction open.
    compare: async (caller, input) => {
      const { from, to, users } = await inside(caller, async (tx) => {
        const compared = await comparedSchemas(tx, caller, input);
        return { ...compared, users: await usersOfVersion(tx, caller, compared.from, checkFlow) };
      });
      const changes = compareSchemas(from.schema, to);
      const impact = await impactOf(users, to);
      const relinks = await relinksOf(deps, { kind: 'relinks', before: from.schema, after: to, changes });
      return { changes: changes.map(changeView), relinks, impact };
    },
    moveDrafts: async (caller, input) => {
      const move = await inside(caller, (tx) => movedVersions(tx, caller, input));
      const drafts: DraftMoved[] = [];
      for (const draft of input.drafts) {
        try {
          const moved = await inside(caller, (tx) => moveDraft(tx, { caller, move, checkFlow }, draft));
          drafts.push({ ...draft, ...moved, refusal: null });
        } catch (thrown) {
          drafts.push(refusedDraft(draft, thrown));
        }
      }
      return { drafts } satisfies DraftsMoved;
    },
    usedBy: (caller, { schemaId }) => inside(caller, (tx) => schemas.usedBy(tx, caller, schemaId)),
    delete: (caller, { schemaId }) =>
      inside(caller, (tx) => schemas.remove(tx, caller, schemaId, ({ name, latest }) => ({ name, latest }))),
  };
}

const schemaItem = ({ id, name, description, canonical, latest, updatedAt }: SchemaRow): SchemaItem => ({
  id,
  name,
  description,
  canonical,
  latest,
  updatedAt: updatedAt.toISOString(),
});

async function theVersion(
  tx: Transaction,
  { workspaceId }: Caller,
  row: SchemaRow,
  number = row.latest,
): Promise<SchemaVersionRow> {
  const version = await findSchemaVersion(tx, { workspaceId, schemaId: row.id }, number);
  if (version !== null) return version;
  throw noVersion(row, number);
}

async function comparedSchemas(
  tx: Transaction,
  caller: Caller,
  input: SchemaCompareInput,
): Promise<{ from: ComparedVersion; to: DataSchema }> {
  const row = await schemas.one(tx, caller, input.schemaId);
  const from = await theVersion(tx, caller, row, input.from);
  if ((input.to === undefined) === (input.schema === undefined)) {
    throw AppError.because('invalidInput', 'Say what to compare with: exactly one of “to” and “schema”.');
  }
  const to = input.schema ?? readStoredSchema((await theVersion(tx, caller, row, input.to)).document);
  refuseWideSchema(to);
  return { from: { name: row.name, number: from.number, schema: readStoredSchema(from.document) }, to };
}

/** Both versions as they stand in the library. */
async function movedVersions(tx: Transaction, caller: Caller, input: MoveDraftsInput): Promise<VersionMove> {
  const row = await schemas.one(tx, caller, input.schemaId);
  const before = await theVersion(tx, caller, row, input.from);
  const after = await theVersion(tx, caller, row, input.to);
  return {
    from: refOf(row.name, before.number),
    to: refOf(row.name, after.number),
    before: readStoredSchema(before.document),
    after: readStoredSchema(after.document),
    links: input.links,
  };
}

function relinksOf({ workPool }: ServiceDeps, work: RelinksWork): Promise<Relink[]> {
  const isSmall = countFields(work.before) + countFields(work.after) <= inlineFields;
  if (workPool !== undefined && !isSmall) return workPool.run(work);
  return Promise.resolve(proposeRelinks(work.before, work.after, work.changes));
}

/** What a version stores of how it came in. */
function stored({ schema, origin = { format: 'manual' } }: Pick<SchemaCreateInput, 'schema' | 'origin'>) {
  refuseWideSchema(schema);
  const { sourceHash } = origin;
  return {
    document: storedText(kind, schema),
    origin: JSON.stringify(origin),
    sourceHash: sourceHash === undefined ? null : new Uint8Array(Buffer.from(sourceHash, 'hex')),
  };
}

async function createSchema(tx: Transaction, caller: Caller, input: SchemaCreateInput): Promise<SchemaCreated> {
  const { workspaceId, actor } = caller;
  const { name, description = '', canonical = false, note = '' } = input;
  const id = randomUUID();
  const parts = stored(input);
  await schemas.refuseTaken(tx, caller, name);
  const number = await schemas.nextNumber(tx, caller, name);
  await insertSchema(tx, { id, workspaceId, name, description, canonical, createdBy: actor.id });
  await insertSchemaVersion(tx, { schemaId: id, workspaceId, number, ...parts, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'schema.create',
    target: { kind, id },
    after: { name, canonical, origin: input.origin, sizeChars: parts.document.length },
  });
  return { id, number, ref: refOf(name, number), diagnostics: lostRefs(input.schema) };
}

async function changeSchema(tx: Transaction, caller: Caller, input: SchemaUpdateInput): Promise<void> {
  const { workspaceId, actor } = caller;
  const { schemaId, ...change } = input;
  const row = await schemas.locked(tx, caller, schemaId);
  await schemas.refuseRename(tx, caller, row, change.name);
  const { name: oldName, description, canonical } = row;
  await updateSchema(tx, { workspaceId, schemaId }, given(change));
  await appendAudit(tx, workspaceId, actor, {
    action: 'schema.update',
    target: { kind, id: schemaId },
    before: { name: oldName, description, canonical },
    after: change,
  });
}

/** Without what was left out. */
const given = ({ name, description, canonical }: Omit<SchemaUpdateInput, 'schemaId'>) => ({
  ...(name === undefined ? {} : { name }),
  ...(description === undefined ? {} : { description }),
  ...(canonical === undefined ? {} : { canonical }),
});

async function saveSchemaVersion(tx: Transaction, caller: Caller, input: SchemaSaveInput): Promise<SchemaSaved> {
  const { workspaceId, actor } = caller;
  const { schemaId, note = '' } = input;
  const row = await schemas.locked(tx, caller, schemaId);
  refuseOldBase(row.name, row.latest, input.baseVersion);
  const parts = stored(input);
  const newest = await theVersion(tx, caller, row);
  const diagnostics = lostRefs(input.schema);
  if (newest.document === parts.document) {
    return { number: row.latest, ref: refOf(row.name, row.latest), unchanged: true, diagnostics };
  }
  const number = row.latest + 1;
  await insertSchemaVersion(tx, { schemaId, workspaceId, number, ...parts, note, createdBy: actor.name });
  await appendAudit(tx, workspaceId, actor, {
    action: 'schema.saveVersion',
    target: { kind, id: schemaId },
    before: { number: row.latest },
    after: { number, origin: input.origin, sizeChars: parts.document.length },
  });
  return { number, ref: refOf(row.name, number), unchanged: false, diagnostics };
}
