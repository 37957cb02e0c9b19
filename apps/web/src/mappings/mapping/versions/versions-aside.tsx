import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { trpc, trpcClient } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { Loaded } from '../../../app/loaded.tsx';
import { useMay } from '../../../app/session.ts';
import { Button, Dialog, IconButton, Skeleton, toast } from '../../../ui/index.ts';
import { VersionList } from '../../version-list.tsx';
import type { CompareSearch } from './compare-search.ts';

export type MappingView = ApiOutputs['mapping']['get'];

interface VersionsAsideProps {
  readonly mapping: MappingView;
  readonly search: CompareSearch;
  readonly onSearch: (search: CompareSearch) => void;
}

/** The newest first; a press shows what that version changed, the arrow makes it the draft again. */
export function VersionsAside({ mapping, search, onSearch }: VersionsAsideProps) {
  const mayEdit = useMay('library.edit');
  const versions = useQuery(trpc.mapping.versions.queryOptions({ mappingId: mapping.id }));
  const [restoring, setRestoring] = useState<number | null>(null);
  return (
    <>
      <Loaded query={versions} loading={<Skeleton className="h-8 w-60" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-12 text-ink-3">
              None yet. Publish the mapping in the mapper: then flows and other mappings can use it.
            </p>
          ) : (
            <VersionList
              versions={items}
              current={Number(search.to ?? 0)}
              onChoose={(number) => onSearch({ to: String(number) })}
              aside={({ number }) =>
                mayEdit ? (
                  <IconButton
                    icon={RotateCcw}
                    size="small"
                    label={`Make version ${number} the draft again`}
                    onClick={() => setRestoring(number)}
                  />
                ) : null
              }
            />
          )
        }
      </Loaded>
      {restoring === null ? null : (
        <RestoreDialog
          mapping={mapping}
          number={restoring}
          onClose={() => setRestoring(null)}
          onRestored={() => onSearch({})}
        />
      )}
    </>
  );
}

interface RestoreDialogProps {
  readonly mapping: MappingView;
  readonly number: number;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Versions never change: an old one comes back as the draft, and is published again under a new number. */
function RestoreDialog({ mapping, number, onClose, onRestored }: RestoreDialogProps) {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: async () => {
      const { document } = await trpcClient.mapping.version.query({ mappingId: mapping.id, number });
      // A version carries what it uses; the draft names it only, as it did before it was published.
      const { bundle: _carried, ...draft } = document;
      await trpcClient.mapping.saveDraft.mutate({
        mappingId: mapping.id,
        revision: mapping.revision,
        document: draft,
      });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: trpc.mapping.pathKey() });
      toast(`Version ${number} is the draft again`, { detail: 'Publish it to make it the newest version.' });
      onClose();
      onRestored();
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={`Make version ${number} the draft again?`}
      description={
        mapping.hasChanges
          ? 'The draft has changes that no version holds; they are replaced.'
          : 'The draft is the same as the newest version, so nothing is lost.'
      }
      footer={
        <>
          <Button
            look={mapping.hasChanges ? 'danger' : 'primary'}
            busy={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {mapping.hasChanges ? 'Replace the draft' : 'Make it the draft'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <p className="text-ink-2">Who uses a published version keeps it, whatever the draft is.</p>
      {restore.error === null ? null : <ErrorBox className="mt-3" error={restore.error} />}
    </Dialog>
  );
}
