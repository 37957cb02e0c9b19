import * as z from 'zod';
import { LibraryUses, VersionList } from '../library/library.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import {
  LookupCreated,
  LookupCreateInput,
  LookupExported,
  LookupGetInput,
  LookupIdInput,
  LookupList,
  LookupListInput,
  LookupRead,
  LookupReadInput,
  LookupSaved,
  LookupSaveInput,
  LookupUpdateInput,
  LookupView,
} from './lookup.contract.ts';
import { createExample, readExample } from './lookup.examples.ts';

const tag = 'Lookups';

export const lookupRouter = router({
  list: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/lookups', summary: 'List the lookup tables of the library, by name', tag },
  })
    .input(LookupListInput)
    .output(LookupList)
    .query(({ ctx, input }) => ctx.services.lookup.list(ctx.caller, input)),

  get: procedure({
    permission: 'library.read',
    scope: 'lookup',
    rest: { method: 'GET', path: '/lookups/{lookupId}', summary: 'Get a lookup table in one of its versions', tag },
  })
    .input(LookupGetInput)
    .output(LookupView)
    .query(({ ctx, input }) => ctx.services.lookup.get(ctx.caller, input)),

  versions: procedure({
    permission: 'library.read',
    scope: 'lookup',
    rest: { method: 'GET', path: '/lookups/{lookupId}/versions', summary: 'List the versions of a lookup table', tag },
  })
    .input(LookupIdInput)
    .output(VersionList)
    .query(({ ctx, input }) => ctx.services.lookup.versions(ctx.caller, input)),

  create: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/lookups',
      summary: 'Put a lookup table into the library, as JSON or as CSV',
      tag,
      status: 201,
      example: createExample,
    },
  })
    .input(LookupCreateInput)
    .output(LookupCreated)
    .mutation(({ ctx, input }) => ctx.services.lookup.create(ctx.caller, input)),

  update: procedure({
    permission: 'library.edit',
    scope: 'lookup',
    rest: {
      method: 'PATCH',
      path: '/lookups/{lookupId}',
      summary: 'Change the name or the description of a lookup table',
      description: 'What is used by flows or mappings keeps its name: references carry it.',
      tag,
      status: 204,
    },
  })
    .input(LookupUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.lookup.update(ctx.caller, input)),

  saveVersion: procedure({
    permission: 'library.edit',
    scope: 'lookup',
    rest: {
      method: 'POST',
      path: '/lookups/{lookupId}/versions',
      summary: 'Save a new version of a lookup table, as JSON or as CSV',
      description: 'What was published before keeps the version that it was published with.',
      tag,
    },
  })
    .input(LookupSaveInput)
    .output(LookupSaved)
    .mutation(({ ctx, input }) => ctx.services.lookup.saveVersion(ctx.caller, input)),

  readCsv: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/lookups/read-csv',
      summary: 'See what a CSV would become; nothing is saved',
      tag,
      example: readExample,
    },
  })
    .input(LookupReadInput)
    .output(LookupRead)
    .mutation(({ ctx, input }) => ctx.services.lookup.readCsv(ctx.caller, input)),

  exportCsv: procedure({
    permission: 'library.read',
    scope: 'lookup',
    rest: { method: 'GET', path: '/lookups/{lookupId}/csv', summary: 'Get a lookup table as CSV', tag },
  })
    .input(LookupGetInput)
    .output(LookupExported)
    .query(({ ctx, input }) => ctx.services.lookup.exportCsv(ctx.caller, input)),

  usedBy: procedure({
    permission: 'library.read',
    scope: 'lookup',
    rest: { method: 'GET', path: '/lookups/{lookupId}/uses', summary: 'List who uses a lookup table', tag },
  })
    .input(LookupIdInput)
    .output(LibraryUses)
    .query(({ ctx, input }) => ctx.services.lookup.usedBy(ctx.caller, input)),

  delete: procedure({
    permission: 'library.delete',
    scope: 'lookup',
    rest: {
      method: 'DELETE',
      path: '/lookups/{lookupId}',
      summary: 'Delete a lookup table that nothing uses',
      tag,
      status: 204,
    },
  })
    .input(LookupIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.lookup.delete(ctx.caller, input)),
});
