import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { LayoutTemplate, Megaphone, Plus, SearchX, Workflow } from 'lucide-react';
import { useState } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { ListStates } from '../app/list-states.tsx';
import { errorWords } from '../app/error-words.ts';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { usePages } from '../app/use-pages.ts';
import { useSearchText } from '../app/use-search-text.ts';
import { Button, EmptyState, linkButtonClass, SearchField, toast } from '../ui/index.ts';
import { DeleteFlowDialog } from './delete-flow-dialog.tsx';
import type { FlowActions, FlowItem } from './flow-row.tsx';
import { FlowTable } from './flow-table.tsx';
import { ImportButton } from './import-button.tsx';
import { PauseDialog, useResumeFlow } from './pause-dialog.tsx';
import { saveFile } from './save-file.ts';
import { UnpublishDialog } from './unpublish-dialog.tsx';
import { useCreateFlow } from './use-create-flow.ts';

export function FlowsPage({ search }: { readonly search: string }) {
  const navigate = useNavigate();
  const mayEdit = useMay('flow.edit');
  const create = useCreateFlow();
  const [typed, setTyped] = useSearchText(search, (q) => void navigate({ to: '/flows', search: { q }, replace: true }));
  const [doomed, setDoomed] = useState<FlowItem>();
  const [pausing, setPausing] = useState<FlowItem>();
  const [retiring, setRetiring] = useState<FlowItem>();
  const importing = useImport();
  const query = usePages({
    under: trpc.flow.list.pathKey(),
    key: search,
    fetchPage: (cursor) => trpcClient.flow.list.query({ ...(search === '' ? {} : { search }), ...cursor, limit: 50 }),
  });
  const actions = useFlowActions({ onDelete: setDoomed, onPause: setPausing, onUnpublish: setRetiring });
  return (
    <PageFrame
      title="Flows"
      actions={
        mayEdit ? (
          <>
            <TopicsLink />
            <ImportButton busy={importing.isPending} onText={(text) => importing.mutate({ text })} />
            <Link to="/flows/templates" className={linkButtonClass()}>
              <LayoutTemplate size={14} aria-hidden />
              From a template
            </Link>
            <Button
              look="primary"
              icon={Plus}
              busy={create.isPending}
              onClick={() => create.mutate({ name: 'Untitled flow' })}
            >
              Blank flow
            </Button>
          </>
        ) : (
          <TopicsLink />
        )
      }
    >
      {importing.error === null ? null : <ErrorBox error={importing.error} className="m-4 mb-0" />}
      <div className="flex items-center gap-2 px-4 py-3">
        <SearchField label="Find a flow" value={typed} onChange={setTyped} frameClassName="w-80" />
      </div>
      <ListStates
        query={query}
        items={query.items}
        empty={
          search !== '' ? (
            <EmptyState
              icon={SearchX}
              title={`No flow is called “${search}”`}
              why="Names are searched. Try a part of the name."
              action={<Button onClick={() => setTyped('')}>Show all flows</Button>}
            />
          ) : (
            <NoFlows mayEdit={mayEdit} />
          )
        }
      >
        {(flows) => <FlowTable flows={flows} actions={actions} />}
      </ListStates>
      <DeleteFlowDialog flow={doomed} onClose={() => setDoomed(undefined)} />
      {pausing === undefined ? null : <PauseDialog flow={pausing} onClose={() => setPausing(undefined)} />}
      {retiring === undefined ? null : <UnpublishDialog flow={retiring} onClose={() => setRetiring(undefined)} />}
    </PageFrame>
  );
}

function TopicsLink() {
  return (
    <Link to="/flows/topics" className={linkButtonClass()}>
      <Megaphone size={14} aria-hidden />
      Topics
    </Link>
  );
}

function NoFlows({ mayEdit }: { readonly mayEdit: boolean }) {
  return (
    <EmptyState
      icon={Workflow}
      title="No flows yet"
      why="A flow takes what a system sends, shapes it, and hands it on to others. Draw it, try it with a sample, publish it."
      action={
        mayEdit ? (
          <Link to="/flows/templates" className={linkButtonClass({ look: 'primary' })}>
            Start from a template
          </Link>
        ) : undefined
      }
      example={
        mayEdit
          ? 'For example: an order comes in by webhook, is mapped, and gets an answer.'
          : 'Ask an analyst of the workspace to make the first one.'
      }
    />
  );
}

function useImport() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation(
    trpc.flow.import.mutationOptions({
      onSuccess: ({ id, diagnostics }) => {
        void client.invalidateQueries({ queryKey: trpc.flow.list.pathKey() });
        if (diagnostics.length > 0)
          toast('Imported', { detail: `${diagnostics.length} problems to look at before it can be published` });
        void navigate({ to: '/flows/$flowId', params: { flowId: id } });
      },
    }),
  );
}

function useFlowActions({
  onDelete,
  onPause,
  onUnpublish,
}: Required<Pick<FlowActions, 'onDelete' | 'onPause' | 'onUnpublish'>>): FlowActions {
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayEdit = useMay('flow.edit');
  const mayRepair = useMay('run.repair');
  const mayPublish = useMay('flow.publish');
  const resume = useResumeFlow();
  const duplicate = useMutation(
    trpc.flow.duplicate.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.flow.list.pathKey() }),
      onError: (error) => toast('The flow was not duplicated', { detail: errorWords(error).title }),
    }),
  );
  return {
    onOpen: (flow) => void navigate({ to: '/flows/$flowId', params: { flowId: flow.id } }),
    onExport: (flow) =>
      void trpcClient.flow.export.query({ flowId: flow.id }).then(
        ({ fileName, text }) => saveFile(fileName, text),
        (error: unknown) => toast('The flow was not saved as a file', { detail: errorWords(error).title }),
      ),
    ...(mayRepair ? { onPause, onResume: (flow: FlowItem) => resume.mutate({ flowId: flow.id }) } : {}),
    ...(mayPublish ? { onUnpublish } : {}),
    ...(mayEdit ? { onDuplicate: (flow: FlowItem) => duplicate.mutate({ flowId: flow.id }), onDelete } : {}),
  };
}
