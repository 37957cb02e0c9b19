import { viewOf } from '@patchbay/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc, trpcClient } from '../../../app/api-client.ts';
import { errorWords } from '../../../app/error-words.ts';
import type { FoundSchema } from '../../../mapper/schema/index.ts';
import type { Impact, RelinkProposal } from './drift-groups.ts';
import { movedToVersion } from './move-to-version.ts';

export interface NewVersion {
  readonly found: FoundSchema;
  readonly note: string;
  readonly accepted: readonly RelinkProposal[];
  readonly moving: readonly Impact[];
}

/** What has become of a draft. */
export interface DraftMoved {
  readonly use: Impact;
  readonly said: readonly string[];
  /** Errors and warnings that are left; they are red in the mapper. */
  readonly left: number;
  /** Why it was not moved. */
  readonly refusal: string | undefined;
}

export interface VersionSaved {
  readonly number: number;
  readonly unchanged: boolean;
  readonly drafts: readonly DraftMoved[];
}

interface OldVersion {
  readonly id: string;
  readonly name: string;
  readonly latest: number;
  readonly schema: DataSchema;
}

/** Saves what came in as the next version, then moves the chosen drafts to it, one after the other. */
export function useNewVersion(old: OldVersion) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ found, note, accepted, moving }: NewVersion): Promise<VersionSaved> => {
      const { schema, origin } = found;
      const { id: schemaId, latest } = old;
      const { number, unchanged } = await trpcClient.schema.saveVersion.mutate({
        schemaId,
        baseVersion: latest,
        schema,
        origin,
        note,
      });
      const drafts: DraftMoved[] = [];
      if (!unchanged) for (const use of moving) drafts.push(await moved(use, { old, number, after: schema, accepted }));
      return { number, unchanged, drafts };
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc.schema.pathKey() });
      void client.invalidateQueries({ queryKey: trpc.mapping.pathKey() });
    },
  });
}

interface Move {
  readonly old: OldVersion;
  readonly number: number;
  readonly after: DataSchema;
  readonly accepted: readonly RelinkProposal[];
}

/** One draft; that another person saved it meanwhile, or that it is refused, stops no other. */
async function moved(use: Impact, { old, number, after, accepted }: Move): Promise<DraftMoved> {
  try {
    const { document, bundle, revision } = await trpcClient.mapping.get.query({ mappingId: use.id });
    const from = `${old.name}@${old.latest}`;
    const { doc, said, refused } = movedToVersion(viewOf(document, { library: bundle }), {
      from,
      to: `${old.name}@${number}`,
      before: old.schema,
      after,
      links: accepted,
    });
    const { diagnostics } = await trpcClient.mapping.saveDraft.mutate({ mappingId: use.id, revision, document: doc });
    const left = diagnostics.filter(({ severity }) => severity !== 'info').length;
    return { use, said: [...said, ...refused], left, refusal: undefined };
  } catch (error) {
    return { use, said: [], left: 0, refusal: errorWords(error).title };
  }
}
