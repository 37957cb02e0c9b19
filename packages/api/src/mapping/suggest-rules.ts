// Auto-map over the API: the pure suggestions of @patchbay/mapping with what this workspace knows: its words, what people
// said about pairs, and its published mappings between named schemas.
import type { Transaction } from '@patchbay/db/client';
import { hasMoreFields } from '@patchbay/mapping/suggest';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import { loadLibrary } from '../library/load-library.ts';
import type { Caller } from '../trpc/caller.ts';
import type { ServiceDeps } from '../trpc/service-deps.ts';
import type { Suggested, SuggestInput } from './mapper.contract.ts';
import { suggestFor } from './suggest-for.ts';
import type { NamedSchema, SuggestRequest } from './suggest-for.ts';
import { knowledgeOf } from './workspace-knowledge.ts';

/** Up to so many fields in all are matched in this process: some ten milliseconds. */
const inlineFields = 300;

export async function suggestRules(
  { db, workPool }: ServiceDeps,
  caller: Caller,
  input: SuggestInput,
): Promise<Suggested> {
  const { request, knowledge } = await db.inWorkspace(caller.workspaceId, async (tx) => ({
    request: await withSchemas(tx, caller, input),
    knowledge: await knowledgeOf(tx, caller.workspaceId),
  }));
  const roots = [request.target, ...Object.values(request.sources)].map(({ schema }) => ({ name: '', schema }));
  if (workPool === undefined || !hasMoreFields(roots, inlineFields)) return suggestFor(request, knowledge);
  return workPool.run({ kind: 'suggest', request, knowledge });
}

async function withSchemas(tx: Transaction, caller: Caller, input: SuggestInput): Promise<SuggestRequest> {
  const uses = [...Object.values(input.sources), input.target];
  const refs = uses.flatMap((use) => (typeof use === 'string' ? [{ kind: 'schema' as const, ref: use }] : []));
  const { schemas = {} } = await loadLibrary(tx, caller.workspaceId, refs);
  const named = (use: string | DataSchema): NamedSchema => {
    if (typeof use !== 'string') return { use, schema: use };
    const schema = Object.hasOwn(schemas, use) ? schemas[use] : undefined;
    if (schema !== undefined) return { use, schema };
    throw AppError.because('unprocessable', `There is no schema “${use}” in the library.`);
  };
  const { document, samples, least } = input;
  const sources = Object.fromEntries(Object.entries(input.sources).map(([name, use]) => [name, named(use)]));
  return { sources, target: named(input.target), document, samples, least };
}
