import * as z from 'zod';
import { procedure, router } from '../trpc/procedure.ts';
import { WordList, WordsAdded, WordsAddInput, WordsIdInput, WordsUpdateInput } from './words.contract.ts';

const tag = 'Words';

export const wordsRouter = router({
  list: procedure({
    permission: 'library.read',
    scope: 'workspace',
    rest: {
      method: 'GET',
      path: '/words',
      summary: 'List the words of the workspace: synonyms and abbreviations',
      tag,
    },
  })
    .output(WordList)
    .query(({ ctx }) => ctx.services.words.list(ctx.caller)),

  add: procedure({
    permission: 'library.edit',
    scope: 'workspace',
    rest: {
      method: 'POST',
      path: '/words',
      summary: 'Add a group of words that auto-map takes for the same',
      tag,
      status: 201,
      example: {
        request: { kind: 'abbreviation', words: ['wh', 'warehouse'] },
        response: { id: '0198c0de-0000-7000-8000-000000000001' },
      },
    },
  })
    .input(WordsAddInput)
    .output(WordsAdded)
    .mutation(({ ctx, input }) => ctx.services.words.add(ctx.caller, input)),

  update: procedure({
    permission: 'library.edit',
    scope: 'synonymGroup',
    rest: { method: 'PUT', path: '/words/{groupId}', summary: 'Replace a group of words', tag, status: 204 },
  })
    .input(WordsUpdateInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.words.update(ctx.caller, input)),

  delete: procedure({
    permission: 'library.edit',
    scope: 'synonymGroup',
    rest: { method: 'DELETE', path: '/words/{groupId}', summary: 'Delete a group of words', tag, status: 204 },
  })
    .input(WordsIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.services.words.delete(ctx.caller, input)),
});
