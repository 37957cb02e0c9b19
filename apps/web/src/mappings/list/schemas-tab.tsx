import { Link } from '@tanstack/react-router';
import { FileUp, Shapes } from 'lucide-react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { usePages } from '../../app/use-pages.ts';
import { EmptyState, linkButtonClass, Segmented } from '../../ui/index.ts';
import { LibraryList } from './library-list.tsx';
import type { LibraryTabProps } from './library-list.tsx';
import { LibraryTable } from './library-table.tsx';

export function SchemasActions() {
  const mayEdit = useMay('library.edit');
  return mayEdit ? <ImportLink /> : null;
}

function ImportLink() {
  return (
    <Link to="/mappings/schemas/new" className={linkButtonClass({ look: 'primary' })}>
      <FileUp size={14} aria-hidden />
      Import a schema
    </Link>
  );
}

export function SchemasTab(props: LibraryTabProps) {
  const { search, onChange } = props;
  const { q = '', kind } = search;
  const mayEdit = useMay('library.edit');
  const list = usePages({
    under: trpc.schema.list.pathKey(),
    key: { q, kind },
    fetchPage: (cursor) =>
      trpcClient.schema.list.query({
        ...(q === '' ? {} : { search: q }),
        ...(kind === undefined ? {} : { canonical: kind === 'canonical' }),
        ...cursor,
        limit: 50,
      }),
  });
  return (
    <LibraryList
      {...props}
      what="a schema"
      list={list}
      isFiltered={kind !== undefined}
      filters={
        <Segmented
          label="Which schemas"
          value={kind ?? 'all'}
          options={[
            { value: 'all', label: 'All' },
            { value: 'canonical', label: 'Canonical' },
            { value: 'others', label: 'Others' },
          ]}
          onChange={(next) => {
            const { kind: _before, ...rest } = search;
            onChange(next === 'all' ? rest : { ...rest, kind: next });
          }}
        />
      }
      empty={
        <EmptyState
          icon={Shapes}
          title="No schemas yet"
          why="A schema says what data looks like: its fields, their types, which are required. With one, the mapper shows the fields before any data has come, and checks what is written."
          action={mayEdit ? <ImportLink /> : undefined}
          example={
            mayEdit
              ? 'From an XSD, an OpenAPI description, a table of a database, or simply a sample message.'
              : 'Ask an analyst of the workspace to import the first one.'
          }
        />
      }
    >
      <LibraryTable kind="schema" label="Schemas" icon={Shapes} items={list.items} />
    </LibraryList>
  );
}
