import type { MappingDocument } from '@patchbay/model/mapping';
import { trpcClient } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { nameMistake } from './library-words.ts';

/**
 * Puts a mapping into the library and makes it the first version; hands back its reference.
 * @throws Error, in words: the name is taken, the mapping has errors, or the server cannot be asked.
 */
export async function keepMapping(name: string, document: MappingDocument): Promise<string> {
  const mistake = nameMistake(name);
  if (mistake !== undefined) throw new Error(mistake);
  // Before it is there: a version with errors is refused, and a draft that nobody asked for would be left.
  const { diagnostics } = await said(trpcClient.mapping.check.mutate({ document }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(
      `It has ${errors.length === 1 ? 'an error' : `${errors.length} errors`} to be mended first: ${errors[0]?.message ?? ''}`,
    );
  const { id, revision } = await said(trpcClient.mapping.create.mutate({ name, document }));
  const { ref } = await said(trpcClient.mapping.publishVersion.mutate({ mappingId: id, revision }));
  return ref;
}

async function said<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked;
  } catch (error) {
    const { title, cause, next } = errorWords(error);
    throw new Error([title, cause, next].flatMap((words) => (words === undefined ? [] : sentence(words))).join(' '), {
      cause: error,
    });
  }
}

const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
