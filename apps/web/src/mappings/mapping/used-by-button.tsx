import { Button, Popover } from '../../ui/index.ts';
import { useUses } from '../delete-dialog.tsx';
import { UseList } from '../use-list.tsx';

/** Who uses the mapping, one press away: the way back for whoever came here from one of them. */
export function UsedByButton({ mappingId }: { readonly mappingId: string }) {
  const uses = useUses('mapping', mappingId);
  const found = uses.data?.uses;
  if (found === undefined || found.length === 0) return null;
  const count = new Set(found.map(({ id }) => id)).size;
  return (
    <Popover label="Used by" align="end" className="w-90" trigger={<Button>{`Used by ${count}`}</Button>}>
      <div className="px-2 py-1">
        <UseList uses={found} />
      </div>
    </Popover>
  );
}
