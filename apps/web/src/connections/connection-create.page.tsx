import type { ConnectorManifest } from '@patchbay/model/connector';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Button, Fold, NamedIcon, ProblemBox, Skeleton, toast } from '../ui/index.ts';
import { blankDraft, connectable, connectionFields, draftProblems, draftToSend } from './connection-draft.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { limitsDraft, limitsProblems, limitsSummary, limitsToSend } from './limits-draft.ts';
import { LimitsFields } from './limits-fields.tsx';
import { TestResult } from './test-result.tsx';

const crumbs = [{ label: 'Connections', to: '/connections' }] as const;

/** First what to connect to, then its form. */
export function ConnectionCreatePage({ connectorId }: { readonly connectorId: string | undefined }) {
  const manifests = useQuery(trpc.manifest.list.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
  const mayEdit = useMay('connection.edit');
  const connectors = connectable(manifests.data?.connectors ?? []);
  const connector = connectors.find((one) => one.id === connectorId);
  return (
    <PageFrame crumbs={crumbs} title="New connection" className="p-6">
      {mayEdit ? null : (
        <ProblemBox
          tone="info"
          title="Your role does not allow to make connections"
          who="An admin of the workspace"
          className="mb-4 max-w-150"
        />
      )}
      {manifests.error !== null ? (
        <ErrorBox error={manifests.error} onRetry={() => void manifests.refetch()} className="max-w-150" />
      ) : manifests.isPending ? (
        <Skeleton className="h-20 w-120" />
      ) : connector === undefined ? (
        <ChooseConnector connectors={connectors} />
      ) : (
        <CreateForm key={connector.id} connector={connector} mayEdit={mayEdit} />
      )}
    </PageFrame>
  );
}

function ChooseConnector({ connectors }: { readonly connectors: readonly ConnectorManifest[] }) {
  return (
    <>
      <h2 className="mb-3 text-16 font-semibold">What do you connect to?</h2>
      <ul className="grid max-w-200 grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3">
        {connectors.map((connector) => (
          <li key={connector.id}>
            <Link
              to="/connections/new"
              search={{ connector: connector.id }}
              className="flex h-full gap-3 rounded-3 border border-line-2 bg-raised p-3 shadow-1 hover:bg-hover"
            >
              <span className="grid size-8 flex-none place-items-center rounded-2 bg-hover text-ink-2">
                <NamedIcon name={connector.icon} size={18} />
              </span>
              <span>
                <span className="block font-semibold">{connector.name}</span>
                <span className="block text-12 text-ink-3">{connector.description}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function CreateForm({ connector, mayEdit }: { readonly connector: ConnectorManifest; readonly mayEdit: boolean }) {
  const fields = connectionFields(connector);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => blankDraft(connector));
  const [limits, setLimits] = useState(() => limitsDraft({}));
  const wrongLimits = limitsProblems(limits);
  const [checked, setChecked] = useState(false);
  const problems = draftProblems(fields, draft, new Set());
  const tryOut = useMutation(trpc.connection.tryOut.mutationOptions());
  const create = useMutation(
    trpc.connection.create.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.connection.pathKey() });
        toast('The connection was made', { detail: draft.name });
        void navigate({ to: '/connections' });
      },
    }),
  );
  const whenComplete = (act: () => void) => () => {
    setChecked(true);
    if (problems.size + wrongLimits.size === 0) act();
  };
  const { name, ...values } = draftToSend(fields, draft);
  return (
    <form
      // The form says itself what is missing, in its own words.
      noValidate
      className="grid max-w-130 gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        whenComplete(() =>
          create.mutate({ connectorId: connector.id, name, ...values, limits: limitsToSend(limits) }),
        )();
      }}
    >
      <h2 className="flex items-center gap-2 text-16 font-semibold">
        <NamedIcon name={connector.icon} size={18} />
        {connector.name}
      </h2>
      <ConnectionFields
        fields={fields}
        draft={draft}
        onChange={setDraft}
        problems={checked ? problems : new Map()}
        secrets={[]}
        readOnly={!mayEdit}
      />
      <Fold
        title="Limits"
        summary={wrongLimits.size > 0 ? 'incomplete' : limitsSummary(limitsToSend(limits))}
        className="border-b-0 p-0"
      >
        <LimitsFields
          draft={limits}
          onChange={setLimits}
          problems={checked ? wrongLimits : new Map()}
          readOnly={!mayEdit}
        />
      </Fold>
      <TestResult result={tryOut.data} error={tryOut.error} />
      {create.error === null ? null : <ErrorBox error={create.error} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={create.isPending} disabled={!mayEdit}>
          Save
        </Button>
        <Button
          busy={tryOut.isPending}
          disabled={!mayEdit}
          onClick={whenComplete(() => tryOut.mutate({ connectorId: connector.id, ...values }))}
        >
          Test
        </Button>
      </div>
    </form>
  );
}
