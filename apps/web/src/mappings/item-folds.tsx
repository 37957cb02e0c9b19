// What every thing of the library shows below itself: its versions, and who uses it.
import { Loaded } from '../app/loaded.tsx';
import { Fold, Skeleton } from '../ui/index.ts';
import { useUses } from './delete-dialog.tsx';
import type { VersionItem } from './library-words.ts';
import { UseList } from './use-list.tsx';
import { VersionList } from './version-list.tsx';

interface VersionsFoldProps {
  readonly query: {
    readonly data: { readonly items: readonly VersionItem[] } | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly latest: number;
  /** The one that is shown. */
  readonly current: number;
  readonly onChoose: (number: number) => void;
}

export function VersionsFold({ query, latest, current, onChoose }: VersionsFoldProps) {
  return (
    <Fold title="Versions" defaultOpen summary={`${latest}`}>
      <Loaded query={query} loading={<Skeleton className="h-8 w-60" />}>
        {({ items }) => <VersionList versions={items} current={current} onChoose={onChoose} />}
      </Loaded>
    </Fold>
  );
}

export function UsedBy({ kind, id }: { readonly kind: Parameters<typeof useUses>[0]; readonly id: string }) {
  const uses = useUses(kind, id);
  const found = uses.data?.uses;
  return (
    <Fold
      title="Used by"
      defaultOpen
      summary={found === undefined ? '' : `${new Set(found.map((use) => use.id)).size}`}
    >
      <Loaded query={uses} loading={<Skeleton className="h-5 w-60" />}>
        {(data) =>
          data.uses.length === 0 ? (
            <p className="text-12 text-ink-3">No mapping and no flow yet.</p>
          ) : (
            <UseList uses={data.uses} />
          )
        }
      </Loaded>
    </Fold>
  );
}
