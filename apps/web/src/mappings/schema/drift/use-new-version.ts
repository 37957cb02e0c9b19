import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trpc, trpcClient } from '../../../app/api-client.ts';
import type { FoundSchema, RelinkProposal } from '../../../mapper/schema/index.ts';
import type { Impact } from './impact.ts';

export interface NewVersion {
  readonly found: FoundSchema;
  readonly note: string;
  readonly accepted: readonly RelinkProposal[];
  readonly moving: readonly Impact[];
}

/** What has become of a draft: what is left to mend is red in the mapper, or in the flow. */
export interface DraftMoved extends MovedByServer {
  readonly use: Impact;
}
type MovedByServer = Pick<ApiOutputs['schema']['moveDrafts']['drafts'][number], 'said' | 'left' | 'refusal'>;

export interface VersionSaved {
  readonly number: number;
  readonly unchanged: boolean;
  readonly drafts: readonly DraftMoved[];
}

interface OldVersion {
  readonly id: string;
  readonly latest: number;
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
      if (unchanged || moving.length === 0) return { number, unchanged, drafts: [] };
      const { drafts } = await trpcClient.schema.moveDrafts.mutate({
        schemaId,
        from: latest,
        to: number,
        links: accepted.map(({ from, to }) => ({ from, to })),
        drafts: moving.map(({ kind, id }) => ({ kind, id })),
      });
      return { number, unchanged, drafts: drafts.flatMap((draft, at) => withUse(draft, moving[at])) };
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc.schema.pathKey() });
      void client.invalidateQueries({ queryKey: trpc.mapping.pathKey() });
      void client.invalidateQueries({ queryKey: trpc.flow.pathKey() });
    },
  });
}

const withUse = (moved: MovedByServer, use: Impact | undefined): DraftMoved[] =>
  use === undefined ? [] : [{ ...moved, use }];
