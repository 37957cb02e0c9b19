import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpc, trpcClient } from '../app/api-client.ts';
import { Loaded } from '../app/loaded.tsx';
import { Button, Dialog, ProblemBox, Skeleton, toast } from '../ui/index.ts';
import { kindWords } from './library-words.ts';
import type { LibraryKind, LibraryUse } from './library-words.ts';
import type { LibraryThing } from './item-menu.tsx';
import { UseList } from './use-list.tsx';
import { UseRefusal } from './use-refusal.tsx';

interface DeleteDialogProps {
  readonly kind: LibraryKind;
  readonly item: LibraryThing;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

const removals: Readonly<Record<LibraryKind, (id: string) => Promise<void>>> = {
  mapping: (mappingId) => trpcClient.mapping.delete.mutate({ mappingId }),
  schema: (schemaId) => trpcClient.schema.delete.mutate({ schemaId }),
  lookup: (lookupId) => trpcClient.lookup.delete.mutate({ lookupId }),
};

const users: Readonly<Record<LibraryKind, (id: string) => Promise<{ uses: LibraryUse[] }>>> = {
  mapping: (mappingId) => trpcClient.mapping.usedBy.query({ mappingId }),
  schema: (schemaId) => trpcClient.schema.usedBy.query({ schemaId }),
  lookup: (lookupId) => trpcClient.lookup.usedBy.query({ lookupId }),
};

export const useUses = (kind: LibraryKind, id: string) =>
  useQuery({ queryKey: [...trpc[kind].usedBy.pathKey(), id], queryFn: () => users[kind](id) });

/** Says who uses it before it is asked for: what is used is not deleted. */
export function DeleteDialog({ kind, item, onClose, onDeleted }: DeleteDialogProps) {
  const client = useQueryClient();
  const uses = useUses(kind, item.id);
  const remove = useMutation({
    mutationFn: () => removals[kind](item.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc[kind].list.pathKey() });
      toast(`The ${kindWords[kind]} was deleted`, { detail: item.name });
      onClose();
      onDeleted();
    },
  });
  const used = uses.data?.uses ?? [];
  return (
    <Dialog
      onClose={onClose}
      title={`Delete “${item.name}”?`}
      {...(used.length === 0
        ? { description: 'It goes with all its versions. What was published with it keeps its own copy and goes on.' }
        : {})}
      footer={
        <>
          <Button
            look="danger"
            busy={remove.isPending}
            disabled={uses.data === undefined || used.length > 0}
            onClick={() => remove.mutate()}
          >
            Delete the {kindWords[kind]}
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </>
      }
    >
      <Loaded query={uses} loading={<Skeleton className="h-5 w-60" />}>
        {() =>
          used.length > 0 ? (
            <div className="grid gap-3">
              <ProblemBox
                tone="wait"
                title="It is in use, so it cannot be deleted"
                next="Let these take something else first, and publish them where they are live."
              />
              <UseList uses={used} />
            </div>
          ) : remove.error === null ? null : (
            <UseRefusal error={remove.error} />
          )
        }
      </Loaded>
    </Dialog>
  );
}
