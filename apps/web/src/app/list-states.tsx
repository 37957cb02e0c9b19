import type { ReactNode } from 'react';
import { Button } from '../ui/index.ts';
import { ErrorBox } from './error-box.tsx';

/** What a list asks of its query; one that has no pages leaves the lower part out. */
interface ListQuery {
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly hasNextPage?: boolean;
  readonly isFetchingNextPage?: boolean;
  readonly fetchNextPage?: () => unknown;
}

export interface ListStatesProps<Item> {
  readonly query: ListQuery;
  /** Undefined while they are loading. */
  readonly items: readonly Item[] | undefined;
  /** In the place of a table without rows. */
  readonly empty: ReactNode;
  readonly more?: string;
  /** The rows, or their skeletons as long as there are none. */
  readonly children: (items: readonly Item[] | undefined) => ReactNode;
}

/** A list in its states: why it cannot be read, empty, loading, its rows, and the way to those that are not fetched yet. */
export function ListStates<Item>({ query, items, empty, more = 'Show more', children }: ListStatesProps<Item>) {
  if (query.error !== null && items === undefined) {
    return <ErrorBox error={query.error} onRetry={() => void query.refetch()} className="m-4" />;
  }
  return (
    <>
      {query.error === null ? null : (
        <ErrorBox error={query.error} onRetry={() => void query.refetch()} className="m-4" />
      )}
      {items?.length === 0 ? empty : children(items)}
      {query.hasNextPage === true ? (
        <div className="p-4">
          <Button busy={query.isFetchingNextPage === true} onClick={() => void query.fetchNextPage?.()}>
            {more}
          </Button>
        </div>
      ) : null}
    </>
  );
}
