import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListStates } from '../../app/list-states.tsx';
import { useSearchText } from '../../app/use-search-text.ts';
import { Button, EmptyState, SearchField } from '../../ui/index.ts';
import type { LibrarySearch } from '../library-search.ts';

export interface LibraryTabProps {
  readonly search: LibrarySearch;
  readonly onChange: (search: LibrarySearch) => void;
}

export interface LibraryListProps extends LibraryTabProps {
  /** `a mapping`: completes “Find …”. */
  readonly what: string;
  readonly list: {
    readonly items: readonly unknown[] | undefined;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** Filters beside the search. */
  readonly filters?: ReactNode;
  /** Whether anything but the search hides entries. */
  readonly isFiltered?: boolean;
  /** In the place of an empty list. */
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

/** Search, then the table, or what stands in its place. What is typed shows at once; the address follows. */
export function LibraryList({
  search,
  onChange,
  what,
  list,
  filters,
  isFiltered = false,
  empty,
  children,
}: LibraryListProps) {
  const [typed, setTyped] = useSearchText(search.q ?? '', (q) => onChange({ ...search, q }));
  const isSearched = (search.q ?? '') !== '' || isFiltered;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        <SearchField label={`Find ${what}`} value={typed} onChange={setTyped} frameClassName="w-80" />
        {filters}
      </div>
      <ListStates
        query={list}
        items={list.items}
        empty={
          isSearched ? (
            <EmptyState
              icon={SearchX}
              title={
                (search.q ?? '') === '' ? 'Nothing matches this filter' : `Nothing is found for “${search.q ?? ''}”`
              }
              why="Names and descriptions are searched. Try a part of the name."
              action={
                <Button
                  onClick={() => {
                    setTyped('');
                    onChange(search.tab === undefined ? {} : { tab: search.tab });
                  }}
                >
                  Show all
                </Button>
              }
            />
          ) : (
            empty
          )
        }
      >
        {() => children}
      </ListStates>
    </>
  );
}
