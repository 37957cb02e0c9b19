import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Button, ProblemBox, TextField } from '../../ui/index.ts';
import { nameMistake } from '../library-words.ts';
import { UseRefusal } from '../use-refusal.tsx';
import { blankTable, TableFields, tableOf } from './table-fields.tsx';
import { lookupCrumbs } from './lookup-crumbs.ts';

/** A new table: typed, pasted from a sheet, or read from a CSV file. */
export function LookupCreatePage() {
  const mayEdit = useMay('library.edit');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [draft, setDraft] = useState(blankTable);
  const [checked, setChecked] = useState(false);
  const mistake = nameMistake(name);
  const create = useMutation({
    mutationFn: () => trpcClient.lookup.create.mutate({ name: name.trim(), table: tableOf(draft) }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: trpc.lookup.list.pathKey() });
      void navigate({ to: '/mappings/lookups/$lookupId', params: { lookupId: id } });
    },
  });
  return (
    <PageFrame crumbs={lookupCrumbs} title="New lookup table" className="p-6">
      {mayEdit ? (
        <form
          noValidate
          className="grid max-w-150 gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            setChecked(true);
            if (mistake === undefined) create.mutate();
          }}
        >
          <TextField
            label="Name"
            required
            maxLength={120}
            placeholder="Countries"
            value={name}
            error={checked || name !== '' ? mistake : undefined}
            onChange={(event) => setName(event.target.value)}
          />
          <TableFields draft={draft} onChange={setDraft} disabled={false} />
          {create.error === null ? null : <UseRefusal error={create.error} />}
          <div>
            <Button type="submit" look="primary" busy={create.isPending}>
              Save
            </Button>
          </div>
        </form>
      ) : (
        <ProblemBox
          tone="info"
          title="Your role does not allow to change the library"
          who="An analyst or an admin of the workspace"
          className="max-w-150"
        />
      )}
    </PageFrame>
  );
}
