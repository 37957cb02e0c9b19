import { Loaded } from '../../app/loaded.tsx';
import { Button, Popover, Skeleton } from '../../ui/index.ts';
import { useUses } from '../delete-dialog.tsx';
import { UseList } from '../use-list.tsx';

/** Who uses the mapping, one press away: the way back for whoever came here from one of them. */
export function UsedByButton({ mappingId }: { readonly mappingId: string }) {
  const uses = useUses('mapping', mappingId);
  const found = uses.data?.uses;
  const count = found === undefined ? '' : ` ${new Set(found.map(({ id }) => id)).size}`;
  return (
    <Popover label="Used by" align="end" className="w-90" trigger={<Button>{`Used by${count}`}</Button>}>
      <div className="px-2 py-1">
        <Loaded query={uses} loading={<Skeleton className="h-5 w-60" />}>
          {(data) =>
            data.uses.length === 0 ? (
              <p className="text-12 text-ink-2">
                No mapping and no flow yet. A row calls it as a sub-mapping, once it is published.
              </p>
            ) : (
              <UseList uses={data.uses} />
            )
          }
        </Loaded>
      </div>
    </Popover>
  );
}
