import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { blankDraft, draftMistake, TableEditor, tableOf, useHistory } from '../../mapper/lookup-sheet/index.ts';
import { Button, ProblemBox, TextField } from '../../ui/index.ts';
import { nameMistake } from '../library-words.ts';
import { UseRefusal } from '../use-refusal.tsx';
import { lookupCrumbs } from './lookup-crumbs.ts';

/** A new table: typed, pasted from a spreadsheet, or read from a CSV file. */
export function LookupCreatePage() {
  const mayEdit = useMay('library.edit');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const draft = useHistory(blankDraft);
  const [checked, setChecked] = useState(false);
  const mistake = nameMistake(name);
  const wrong = draftMistake(draft.now);
  const create = useMutation({
    mutationFn: () => trpcClient.lookup.create.mutate({ name: name.trim(), table: tableOf(draft.now) }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: trpc.lookup.list.pathKey() });
      void navigate({ to: '/mappings/lookups/$lookupId', params: { lookupId: id } });
    },
  });
  return (
    <PageFrame crumbs={lookupCrumbs} title="New lookup table" className="flex flex-col overflow-hidden" search={false}>
      {mayEdit ? (
        <>
          <form
            noValidate
            className="flex flex-none flex-wrap items-start gap-3 border-b border-line px-3 pt-1 pb-3"
            onSubmit={(event) => {
              event.preventDefault();
              setChecked(true);
              if (mistake === undefined && wrong === undefined) create.mutate();
            }}
          >
            <TextField
              label="Name"
              required
              maxLength={120}
              placeholder="Countries"
              fieldClassName="w-80 max-w-full"
              value={name}
              error={checked || name !== '' ? mistake : undefined}
              onChange={(event) => setName(event.target.value)}
            />
            <Button
              type="submit"
              look="primary"
              className="mt-7"
              busy={create.isPending}
              disabled={wrong !== undefined}
              title={wrong}
            >
              Save
            </Button>
            {create.error === null ? null : (
              <div className="basis-full">
                <UseRefusal error={create.error} />
              </div>
            )}
          </form>
          <TableEditor draft={draft} disabled={false} />
        </>
      ) : (
        <ProblemBox
          tone="info"
          title="Your role does not allow to change the library"
          who="An analyst or an admin of the workspace"
          className="m-6 max-w-150"
        />
      )}
    </PageFrame>
  );
}
