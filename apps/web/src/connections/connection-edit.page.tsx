import type { ConnectorManifest } from '@patchbay/model/connector';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Loaded } from '../app/loaded.tsx';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Button, Dialog, Fold, Skeleton, toast } from '../ui/index.ts';
import { connectionFields, draftProblems, draftToSend } from './connection-draft.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { UsedBy } from './connection-row.tsx';
import { ConnectionTraffic } from './connection-traffic.tsx';
import { limitsDraft, limitsProblems, limitsSummary, limitsToSend } from './limits-draft.ts';
import { LimitsFields } from './limits-fields.tsx';
import { type ConnectionItem, TestState } from './test-state.tsx';
import { TestResult } from './test-result.tsx';
import { useTestConnection } from './use-test-connection.ts';

const crumbs = [{ label: 'Connections', to: '/connections' }] as const;

/** How the limits stand changes by itself. */
const lookAgainMs = 5_000;

export function ConnectionEditPage({ connectionId }: { readonly connectionId: string }) {
  const query = useQuery(trpc.connection.get.queryOptions({ connectionId }, { refetchInterval: lookAgainMs }));
  const manifests = useQuery(trpc.manifest.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const connection = query.data;
  const connector = manifests.data?.connectors.find((one) => one.id === connection?.connectorId);
  const error = query.error ?? manifests.error;
  const shown = connection === undefined || connector === undefined ? undefined : { connection, connector };
  return (
    <PageFrame
      crumbs={crumbs}
      title={connection?.name ?? 'Connection'}
      meta={connection === undefined ? undefined : <TestState state={connection.testState} />}
      className="p-6"
    >
      <Loaded
        query={{ data: shown, error, refetch: () => Promise.all([query.refetch(), manifests.refetch()]) }}
        className="mb-4 max-w-150"
        loading={
          <div aria-busy className="grid max-w-130 gap-4">
            {[1, 2, 3].map((row) => (
              <Skeleton key={row} className="h-12" />
            ))}
          </div>
        }
      >
        {(all) => <EditForm {...all} />}
      </Loaded>
    </PageFrame>
  );
}

function EditForm({
  connection,
  connector,
}: {
  readonly connection: ConnectionItem;
  readonly connector: ConnectorManifest;
}) {
  const fields = connectionFields(connector);
  const client = useQueryClient();
  const mayEdit = useMay('connection.edit');
  const [draft, setDraft] = useState({ name: connection.name, settings: connection.settings, secrets: {} });
  const [limits, setLimits] = useState(() => limitsDraft(connection.limits));
  const wrongLimits = limitsProblems(limits);
  const [checked, setChecked] = useState(false);
  const stored = new Set(connection.secretFields.filter((secret) => secret.stored).map((secret) => secret.name));
  const problems = draftProblems(fields, draft, stored);
  const test = useTestConnection();
  const update = useMutation(
    trpc.connection.update.mutationOptions({
      onSuccess: async () => {
        setDraft((before) => ({ ...before, secrets: {} }));
        toast('Saved', { detail: draft.name });
        await client.invalidateQueries({ queryKey: trpc.connection.pathKey() });
      },
    }),
  );
  const save = async (thenTest: boolean) => {
    setChecked(true);
    if (problems.size + wrongLimits.size > 0) return;
    test.reset();
    try {
      await update.mutateAsync({
        connectionId: connection.id,
        ...draftToSend(fields, draft),
        limits: limitsToSend(limits),
      });
    } catch {
      return; // Shown below the form by `update.error`.
    }
    if (thenTest) test.mutate({ connectionId: connection.id });
  };
  return (
    <form
      // The form says itself what is missing, in its own words.
      noValidate
      className="grid max-w-130 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
    >
      <ConnectionFields
        fields={fields}
        draft={draft}
        onChange={setDraft}
        problems={checked ? problems : new Map()}
        secrets={connection.secretFields}
        readOnly={!mayEdit}
      />
      <Fold
        title="Limits"
        summary={wrongLimits.size > 0 ? 'incomplete' : limitsSummary(limitsToSend(limits))}
        defaultOpen={connection.traffic !== null}
        className="border-b-0 p-0"
      >
        <div className="grid gap-3">
          <ConnectionTraffic connection={connection} />
          <LimitsFields
            draft={limits}
            onChange={setLimits}
            problems={checked ? wrongLimits : new Map()}
            readOnly={!mayEdit}
          />
        </div>
      </Fold>
      <div className="flex items-center gap-2 text-ink-2">
        Used by <UsedBy flows={connection.usedBy} />
      </div>
      <TestResult result={test.data ?? lastFailure(connection)} error={test.error} />
      {update.error === null ? null : <ErrorBox error={update.error} />}
      {mayEdit ? (
        <div className="flex gap-2">
          <Button type="submit" look="primary" busy={update.isPending}>
            Save
          </Button>
          <Button busy={test.isPending} onClick={() => void save(true)}>
            Save and test
          </Button>
          <DeleteButton connection={connection} />
        </div>
      ) : null}
    </form>
  );
}

/** A test that failed stays in sight until the next one. */
const lastFailure = ({ testState, testMessage }: ConnectionItem) =>
  testState === 'failed' && testMessage !== null ? { ok: false, message: testMessage, ms: 0 } : undefined;

function DeleteButton({ connection }: { readonly connection: ConnectionItem }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation(
    trpc.connection.delete.mutationOptions({
      onSuccess: () => {
        toast('The connection was deleted', { detail: connection.name });
        void navigate({ to: '/connections' });
        void client.invalidateQueries({ queryKey: trpc.connection.list.pathKey() });
      },
    }),
  );
  return (
    <>
      <Button look="danger" icon={Trash2} className="ml-auto" onClick={() => setOpen(true)}>
        Delete…
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Delete “${connection.name}”?`}
        description="Its credentials are destroyed. Flows that use it stop working until another connection takes its place."
        footer={
          <>
            <Button
              look="danger"
              busy={remove.isPending}
              onClick={() => remove.mutate({ connectionId: connection.id })}
            >
              Delete the connection
            </Button>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
          </>
        }
      >
        {remove.error === null ? null : <ErrorBox error={remove.error} />}
      </Dialog>
    </>
  );
}
