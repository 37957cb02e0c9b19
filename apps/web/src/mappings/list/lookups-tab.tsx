import { Link } from '@tanstack/react-router';
import { Plus, TableProperties } from 'lucide-react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { usePages } from '../../app/use-pages.ts';
import { EmptyState, linkButtonClass } from '../../ui/index.ts';
import { LibraryList } from './library-list.tsx';
import type { LibraryTabProps } from './library-list.tsx';
import { LibraryTable } from './library-table.tsx';

export function LookupsActions() {
  const mayEdit = useMay('library.edit');
  return mayEdit ? <NewLink /> : null;
}

function NewLink() {
  return (
    <Link to="/mappings/lookups/new" className={linkButtonClass({ look: 'primary' })}>
      <Plus size={14} aria-hidden />
      New lookup table
    </Link>
  );
}

export function LookupsTab(props: LibraryTabProps) {
  const { q = '' } = props.search;
  const mayEdit = useMay('library.edit');
  const list = usePages({
    under: trpc.lookup.list.pathKey(),
    key: q,
    fetchPage: (cursor) => trpcClient.lookup.list.query({ ...(q === '' ? {} : { search: q }), ...cursor, limit: 50 }),
  });
  return (
    <LibraryList
      {...props}
      what="a lookup table"
      list={list}
      empty={
        <EmptyState
          icon={TableProperties}
          title="No lookup tables yet"
          why="A lookup table turns the codes of one system into those of another. Mappings name it with its version, so a change never surprises a live flow."
          action={mayEdit ? <NewLink /> : undefined}
          example={
            mayEdit
              ? 'For example: country codes, DK → DNK. Paste them from a sheet or read them from a CSV file.'
              : 'Ask an analyst of the workspace to make the first one.'
          }
        />
      }
    >
      <LibraryTable kind="lookup" label="Lookup tables" icon={TableProperties} items={list.items} />
    </LibraryList>
  );
}
