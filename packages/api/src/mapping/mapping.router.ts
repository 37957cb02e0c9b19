import { MappingBundle } from '@patchbay/model/mapping';
import * as z from 'zod';
import { LibraryUses, VersionList } from '../library/library.contract.ts';
import { procedure, router } from '../trpc/procedure.ts';
import {
  Checked,
  CheckInput,
  Evaluated,
  EvaluateInput,
  RunTestsInput,
  Suggested,
  SuggestInput,
  TestsRun,
  whichMapping,
} from './mapper.contract.ts';
import { checkExample, evaluateExample, suggestExample, testsExample } from './mapper.examples.ts';
import {
  DraftSaved,
  MappingCreated,
  MappingCreateInput,
  MappingDiff,
  MappingDiffInput,
  MappingIdInput,
  MappingList,
  MappingListInput,
  MappingPublished,
  MappingUpdateInput,
  MappingVersionInput,
  MappingVersionView,
  MappingView,
  PublishMappingInput,
  ResolveInput,
  RunSamples,
  RunSamplesInput,
  SaveDraftInput,
} from './mapping.contract.ts';
import { MemoryForgetInput, MemoryForgotten, MemoryList, MemoryListInput, RememberInput } from './memory.contract.ts';

const tag = 'Mappings';

export const mappingRouter = router({
  list: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/mappings',
      summary: 'List the mappings of the library, the latest change first',
      tag,
    },
  })
    .input(MappingListInput)
    .output(MappingList)
    .query(({ ctx, input }) => ctx.services.mapping.list(ctx.caller, input)),

  get: procedure({
    permission: 'library.read',
    scope: 'mapping',
    rest: { method: 'GET', path: '/mappings/{mappingId}', summary: 'Get a mapping with its draft and problems', tag },
  })
    .input(MappingIdInput)
    .output(MappingView)
    .query(({ ctx, input }) => ctx.services.mapping.get(ctx.caller, input)),

  create: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/mappings', summary: 'Put a mapping into the library', tag, status: 201 },
  })
    .input(MappingCreateInput)
    .output(MappingCreated)
    .mutation(({ ctx, input }) => ctx.services.mapping.create(ctx.caller, input)),

  update: procedure({
    permission: 'library.edit',
    scope: 'mapping',
    rest: {
      method: 'PATCH',
      path: '/mappings/{mappingId}',
      summary: 'Change the name or the description of a mapping',
      description: 'What is used by flows or mappings keeps its name: references carry it.',
      tag,
      status: 204,
    },
  })
    .input(MappingUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.mapping.update(ctx.caller, input)),

  saveDraft: procedure({
    permission: 'library.edit',
    scope: 'mapping',
    rest: {
      method: 'PUT',
      path: '/mappings/{mappingId}/draft',
      summary: 'Save the draft of a mapping',
      description:
        'A draft that others saved meanwhile answers 409 with their `document` and `revision`: merge, and save on top of it.',
      tag,
    },
  })
    .input(SaveDraftInput)
    .output(DraftSaved)
    .mutation(({ ctx, input }) => ctx.services.mapping.saveDraft(ctx.caller, input)),

  publishVersion: procedure({
    permission: 'library.edit',
    scope: 'mapping',
    rest: {
      method: 'POST',
      path: '/mappings/{mappingId}/versions',
      summary: 'Make the draft a version',
      description:
        'Runs the tests (samples with an expected output). Errors and failed tests refuse with 422, warnings do not. The version carries what it uses of the library.',
      tag,
    },
  })
    .input(PublishMappingInput)
    .output(MappingPublished)
    .mutation(({ ctx, input }) => ctx.services.mapping.publishVersion(ctx.caller, input)),

  versions: procedure({
    permission: 'library.read',
    scope: 'mapping',
    rest: { method: 'GET', path: '/mappings/{mappingId}/versions', summary: 'List the versions of a mapping', tag },
  })
    .input(MappingIdInput)
    .output(VersionList)
    .query(({ ctx, input }) => ctx.services.mapping.versions(ctx.caller, input)),

  version: procedure({
    permission: 'library.read',
    scope: 'mapping',
    rest: {
      method: 'GET',
      path: '/mappings/{mappingId}/versions/{number}',
      summary: 'Get a version of a mapping, with what it uses of the library',
      tag,
    },
  })
    .input(MappingVersionInput)
    .output(MappingVersionView)
    .query(({ ctx, input }) => ctx.services.mapping.version(ctx.caller, input)),

  diff: procedure({
    permission: 'library.read',
    scope: 'mapping',
    rest: {
      method: 'GET',
      path: '/mappings/{mappingId}/diff',
      summary: 'See what differs between two versions, or a version and the draft, by target path',
      tag,
    },
  })
    .input(MappingDiffInput)
    .output(MappingDiff)
    .query(({ ctx, input }) => ctx.services.mapping.diff(ctx.caller, input)),

  usedBy: procedure({
    permission: 'library.read',
    scope: 'mapping',
    rest: { method: 'GET', path: '/mappings/{mappingId}/uses', summary: 'List who uses a mapping', tag },
  })
    .input(MappingIdInput)
    .output(LibraryUses)
    .query(({ ctx, input }) => ctx.services.mapping.usedBy(ctx.caller, input)),

  delete: procedure({
    permission: 'library.delete',
    scope: 'mapping',
    rest: {
      method: 'DELETE',
      path: '/mappings/{mappingId}',
      summary: 'Delete a mapping that nothing uses',
      tag,
      status: 204,
    },
  })
    .input(MappingIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.mapping.delete(ctx.caller, input)),

  resolve: procedure({ permission: 'library.read', scope: 'workspace' })
    .input(ResolveInput)
    .output(MappingBundle)
    .query(({ ctx, input }) => ctx.services.mapping.resolve(ctx.caller, input)),

  evaluate: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/mappings/evaluate',
      summary: 'Run a mapping on an input',
      description:
        'The input is JSON, or text of a format for single sources (`encoded`). What cannot be made stands in `problems`, with `ok: false`; an input that cannot be read answers 422.',
      tag,
      exactlyOne: whichMapping,
      example: evaluateExample,
    },
  })
    .input(EvaluateInput)
    .output(Evaluated)
    .mutation(({ ctx, input }) => ctx.services.mapping.evaluate(ctx.caller, input)),

  check: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/mappings/check',
      summary: 'Check a mapping against its schemas',
      tag,
      exactlyOne: whichMapping,
      example: checkExample,
    },
  })
    .input(CheckInput)
    .output(Checked)
    .mutation(({ ctx, input }) => ctx.services.mapping.check(ctx.caller, input)),

  suggest: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/mappings/suggest',
      summary: 'Propose rules from sources to a target, with a score and reasons',
      tag,
      example: suggestExample,
    },
  })
    .input(SuggestInput)
    .output(Suggested)
    .mutation(({ ctx, input }) => ctx.services.mapping.suggest(ctx.caller, input)),

  runTests: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/mappings/test',
      summary: 'Run the tests of a mapping: its samples with an expected output',
      tag,
      exactlyOne: whichMapping,
      example: testsExample,
    },
  })
    .input(RunTestsInput)
    .output(TestsRun)
    .mutation(({ ctx, input }) => ctx.services.mapping.runTests(ctx.caller, input)),

  remember: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/mappings/memory',
      summary: 'Remember pairs of fields that were confirmed or rejected',
      tag,
      status: 204,
    },
  })
    .input(RememberInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.mapping.remember(ctx.caller, input)),

  forget: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: { method: 'POST', path: '/mappings/memory/forget', summary: 'Forget what was said about pairs', tag },
  })
    .input(MemoryForgetInput)
    .output(MemoryForgotten)
    .mutation(({ ctx, input }) => ctx.services.mapping.forget(ctx.caller, input)),

  memory: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: { method: 'GET', path: '/mappings/memory', summary: 'List what was said about pairs of fields', tag },
  })
    .input(MemoryListInput)
    .output(MemoryList)
    .query(({ ctx, input }) => ctx.services.mapping.memory(ctx.caller, input)),

  runSamples: procedure({
    permission: 'run.read',
    scope: 'flow',
    rest: {
      method: 'GET',
      path: '/flows/{flowId}/nodes/{nodeId}/samples',
      summary: 'Get what a node could read in the last runs, as samples for its mapping',
      tag,
    },
  })
    .input(RunSamplesInput)
    .output(RunSamples)
    .query(({ ctx, input }) => ctx.services.mapping.runSamples(ctx.caller, input)),
});
