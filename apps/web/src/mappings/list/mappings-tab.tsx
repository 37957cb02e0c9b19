import { ArrowLeftRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { usePages } from '../../app/use-pages.ts';
import { Button, EmptyState } from '../../ui/index.ts';
import { ImportMappingButton } from '../mapping/import-mapping-button.tsx';
import { NewMappingDialog } from '../mapping/new-mapping-dialog.tsx';
import { LibraryList } from './library-list.tsx';
import type { LibraryTabProps } from './library-list.tsx';
import { LibraryTable } from './library-table.tsx';

export function MappingsActions() {
  const mayEdit = useMay('library.edit');
  if (!mayEdit) return null;
  return (
    <>
      <ImportMappingButton />
      <NewMappingButton />
    </>
  );
}

function NewMappingButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" icon={Plus} onClick={() => setOpen(true)}>
        New mapping
      </Button>
      {open ? <NewMappingDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

export function MappingsTab(props: LibraryTabProps) {
  const { q = '' } = props.search;
  const mayEdit = useMay('library.edit');
  const list = usePages({
    under: trpc.mapping.list.pathKey(),
    key: q,
    fetchPage: (cursor) => trpcClient.mapping.list.query({ ...(q === '' ? {} : { search: q }), ...cursor, limit: 50 }),
  });
  return (
    <LibraryList
      {...props}
      what="a mapping"
      list={list}
      empty={
        <EmptyState
          icon={ArrowLeftRight}
          title="No mappings yet"
          why="A mapping kept here is used by many flows, and inside other mappings. It has versions: a flow stays on the one it was published with."
          action={mayEdit ? <NewMappingButton /> : undefined}
          example={
            mayEdit
              ? 'For example: “Address” or “Shop order to canonical order”. Mappings of one flow alone are drawn inside the flow.'
              : 'Ask an analyst of the workspace to make the first one.'
          }
        />
      }
    >
      <LibraryTable kind="mapping" label="Mappings" icon={ArrowLeftRight} items={list.items} />
    </LibraryList>
  );
}
