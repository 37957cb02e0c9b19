import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { draftMistake, draftOf, TableEditor, tableOf, useHistory } from '../../mapper/lookup-sheet/index.ts';
import { Button, Chip, Section, Skeleton, toast } from '../../ui/index.ts';
import { UsedBy, VersionsFold } from '../item-folds.tsx';
import { ItemMenu } from '../item-menu.tsx';
import { lookupCrumbs } from './lookup-crumbs.ts';
import type { VersionSearch } from './version-search.ts';

interface LookupPageProps {
  readonly lookupId: string;
  readonly search: VersionSearch;
}

export function LookupPage({ lookupId, search }: LookupPageProps) {
  const navigate = useNavigate();
  const query = useQuery(
    trpc.lookup.get.queryOptions({
      lookupId,
      ...(search.version === undefined ? {} : { version: Number(search.version) }),
    }),
  );
  if (query.data !== undefined)
    return (
      <Shown
        key={query.data.ref}
        view={query.data}
        onVersion={(version) =>
          void navigate({
            to: '/mappings/lookups/$lookupId',
            params: { lookupId },
            search: version === undefined ? {} : { version: String(version) },
            replace: true,
          })
        }
      />
    );
  return (
    <PageFrame crumbs={lookupCrumbs} title="Lookup table" className="p-4">
      {query.error === null ? (
        <Skeleton className="h-40 w-100" />
      ) : (
        <ErrorBox
          className="max-w-150"
          error={query.error}
          doing="The lookup table cannot be shown"
          onRetry={() => void query.refetch()}
        />
      )}
    </PageFrame>
  );
}

type LookupView = ApiOutputs['lookup']['get'];
interface ShownProps {
  readonly view: LookupView;
  readonly onVersion: (version: number | undefined) => void;
}

function Shown({ view, onVersion }: ShownProps) {
  const mayEdit = useMay('library.edit');
  const versions = useQuery(trpc.lookup.versions.queryOptions({ lookupId: view.id }));
  const isNewest = view.version.number === view.latest;
  return (
    <PageFrame
      crumbs={lookupCrumbs}
      title={view.name}
      meta={
        <>
          <Chip tone={isNewest ? 'neutral' : 'wait'}>
            {isNewest ? `Version ${view.latest}` : `Version ${view.version.number} of ${view.latest}`}
          </Chip>
          <span className="text-12 text-ink-3">{view.version.entries} keys</span>
        </>
      }
      search={false}
      actions={<ItemMenu kind="lookup" item={view} isPage />}
      className="flex overflow-hidden"
    >
      <section aria-label="The table" className="flex min-w-0 flex-1 flex-col">
        <TableForm view={view} disabled={!mayEdit || !isNewest} onSaved={() => onVersion(undefined)} />
      </section>
      <aside aria-label="About the table" className="w-87 flex-none overflow-auto border-l border-line">
        <Section>
          <p className={view.description === '' ? 'text-ink-3' : 'text-ink-2 wrap-anywhere'}>
            {view.description === '' ? 'No description.' : view.description}
          </p>
        </Section>
        <VersionsFold query={versions} latest={view.latest} current={view.version.number} onChoose={onVersion} />
        <UsedBy kind="lookup" id={view.id} />
      </aside>
    </PageFrame>
  );
}

interface TableFormProps {
  readonly view: LookupView;
  readonly disabled: boolean;
  readonly onSaved: () => void;
}

/** A changed table is saved as a version: mappings that name the one before keep it. */
function TableForm({ view, disabled, onSaved }: TableFormProps) {
  const client = useQueryClient();
  const [before] = useState(() => draftOf(view.table));
  const draft = useHistory(before);
  const isChanged = draft.now !== before;
  const mistake = useMemo(() => draftMistake(draft.now), [draft.now]);
  const save = useMutation(
    trpc.lookup.saveVersion.mutationOptions({
      onSuccess: ({ number, unchanged }) => {
        void client.invalidateQueries({ queryKey: trpc.lookup.pathKey() });
        toast(unchanged ? 'It is the same as before' : `Version ${number} was saved`, { detail: view.name });
        if (unchanged) draft.reset();
        onSaved();
      },
    }),
  );
  useBlocker({
    shouldBlockFn: () => isChanged && !save.isSuccess && !window.confirm('Leave the table without saving the changes?'),
    enableBeforeUnload: isChanged && !save.isSuccess,
  });
  return (
    <>
      <TableEditor draft={draft} disabled={disabled} />
      {save.error === null ? null : (
        <div className="max-h-60 flex-none overflow-auto border-t border-line p-3">
          <ErrorBox error={save.error} />
        </div>
      )}
      {disabled || !isChanged ? null : (
        <form
          noValidate
          className="flex flex-none items-center gap-2 border-t border-line bg-panel px-3 py-2"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ lookupId: view.id, baseVersion: view.latest, table: tableOf(draft.now) });
          }}
        >
          <Button type="submit" look="primary" busy={save.isPending} disabled={mistake !== undefined}>
            Save as version {view.latest + 1}
          </Button>
          <Button onClick={draft.reset}>Discard the changes</Button>
          {mistake === undefined ? null : (
            <span className="min-w-0 text-12 text-ink-2">To be saved, it must be mended: {mistake}</span>
          )}
        </form>
      )}
    </>
  );
}
