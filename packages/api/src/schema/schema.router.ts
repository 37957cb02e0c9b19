import * as z from 'zod';
import { LibraryUses, VersionList } from '../library/library.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import {
  DraftsMoved,
  MoveDraftsInput,
  SchemaCompared,
  SchemaCompareInput,
  SchemaCreated,
  SchemaCreateInput,
  SchemaGetInput,
  SchemaIdInput,
  SchemaImported,
  SchemaImportInput,
  SchemaInferInput,
  SchemaInferred,
  SchemaList,
  SchemaListInput,
  SchemaSaved,
  SchemaSaveInput,
  SchemaUpdateInput,
  SchemaView,
  TableImportInput,
} from './schema.contract.ts';
import { compareExample, createExample, importExample, inferExample, moveExample } from './schema.examples.ts';

const tag = 'Schemas';

export const schemaRouter = router({
  list: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/schemas', summary: 'List the schemas of the library, by name', tag },
  })
    .input(SchemaListInput)
    .output(SchemaList)
    .query(({ ctx, input }) => ctx.services.schema.list(ctx.caller, input)),

  get: procedure({
    permission: 'library.read',
    scope: 'schema',
    rest: { method: 'GET', path: '/schemas/{schemaId}', summary: 'Get a schema in one of its versions', tag },
  })
    .input(SchemaGetInput)
    .output(SchemaView)
    .query(({ ctx, input }) => ctx.services.schema.get(ctx.caller, input)),

  versions: procedure({
    permission: 'library.read',
    scope: 'schema',
    rest: { method: 'GET', path: '/schemas/{schemaId}/versions', summary: 'List the versions of a schema', tag },
  })
    .input(SchemaIdInput)
    .output(VersionList)
    .query(({ ctx, input }) => ctx.services.schema.versions(ctx.caller, input)),

  create: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/schemas',
      summary: 'Put a schema into the library',
      tag,
      status: 201,
      example: createExample,
    },
  })
    .input(SchemaCreateInput)
    .output(SchemaCreated)
    .mutation(({ ctx, input }) => ctx.services.schema.create(ctx.caller, input)),

  update: procedure({
    permission: 'library.edit',
    scope: 'schema',
    rest: {
      method: 'PATCH',
      path: '/schemas/{schemaId}',
      summary: 'Change the name, the description or the canonical flag of a schema',
      description: 'What is used by flows or mappings keeps its name: references carry it.',
      tag,
      status: 204,
    },
  })
    .input(SchemaUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.schema.update(ctx.caller, input)),

  saveVersion: procedure({
    permission: 'library.edit',
    scope: 'schema',
    rest: { method: 'POST', path: '/schemas/{schemaId}/versions', summary: 'Save a new version of a schema', tag },
  })
    .input(SchemaSaveInput)
    .output(SchemaSaved)
    .mutation(({ ctx, input }) => ctx.services.schema.saveVersion(ctx.caller, input)),

  import: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/schemas/import',
      summary: 'Read the schemas of a file; nothing is saved',
      tag,
      example: importExample,
    },
  })
    .input(SchemaImportInput)
    .output(SchemaImported)
    .mutation(({ ctx, input }) => ctx.services.schema.import(ctx.caller, input)),

  importTable: procedure({
    permission: 'connection.use',
    scope: 'connection',
    rest: {
      method: 'POST',
      path: '/connections/{connectionId}/schema',
      summary: 'Read the schema of a table over a PostgreSQL connection; nothing is saved',
      tag,
    },
  })
    .input(TableImportInput)
    .output(SchemaImported)
    .mutation(({ ctx, input }) => ctx.services.schema.importTable(ctx.caller, input)),

  infer: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: { method: 'POST', path: '/schemas/infer', summary: 'Make a schema from samples', tag, example: inferExample },
  })
    .input(SchemaInferInput)
    .output(SchemaInferred)
    .mutation(({ ctx, input }) => ctx.services.schema.infer(ctx.caller, input)),

  compare: procedure({
    permission: 'library.read',
    scope: 'schema',
    rest: {
      method: 'POST',
      path: '/schemas/{schemaId}/compare',
      summary: 'See what a new version changes, which fields may be re-linked, and which rules would break',
      tag,
      example: compareExample,
    },
  })
    .input(SchemaCompareInput)
    .output(SchemaCompared)
    .mutation(({ ctx, input }) => ctx.services.schema.compare(ctx.caller, input)),

  moveDrafts: procedure({
    permission: 'library.edit',
    scope: 'schema',
    rest: {
      method: 'POST',
      path: '/schemas/{schemaId}/move',
      summary: 'Move drafts of mappings and flows from one version of a schema to another',
      description:
        'Linked fields are read, and filled, where they are now; what nobody linked stays as it is written, and is an error of the draft. Drafts of flows need `flow.edit` besides. Published versions keep theirs.',
      tag,
      example: moveExample,
    },
  })
    .input(MoveDraftsInput)
    .output(DraftsMoved)
    .mutation(({ ctx, input }) => ctx.services.schema.moveDrafts(ctx.caller, input)),

  usedBy: procedure({
    permission: 'library.read',
    scope: 'schema',
    rest: { method: 'GET', path: '/schemas/{schemaId}/uses', summary: 'List who uses a schema', tag },
  })
    .input(SchemaIdInput)
    .output(LibraryUses)
    .query(({ ctx, input }) => ctx.services.schema.usedBy(ctx.caller, input)),

  delete: procedure({
    permission: 'library.delete',
    scope: 'schema',
    rest: {
      method: 'DELETE',
      path: '/schemas/{schemaId}',
      summary: 'Delete a schema that nothing uses',
      tag,
      status: 204,
    },
  })
    .input(SchemaIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.schema.delete(ctx.caller, input)),
});
