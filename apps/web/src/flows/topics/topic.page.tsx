import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import type { ApiOutputs } from '@patchbay/api';
import { ErrorBox } from '../../app/error-box.tsx';
import { Loaded } from '../../app/loaded.tsx';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Button, Chip, Dialog, KeyValue, Section, Skeleton, toast } from '../../ui/index.ts';
import { MessageTable } from './message-table.tsx';
import { SubscriberTable } from './subscriber-table.tsx';
import { retentionWords, TopicDialog } from './topic-dialog.tsx';

type Topic = ApiOutputs['topic']['get'];

/** One topic: who subscribes and how far they are, who publishes, and the messages. */
export function TopicPage({ name, upTo }: { readonly name: string; readonly upTo: number | undefined }) {
  const query = useQuery(trpc.topic.get.queryOptions({ name }, { refetchInterval: 3_000 }));
  const mayEdit = useMay('flow.edit');
  const mayDelete = useMay('flow.publish');
  const [open, setOpen] = useState<'settings' | 'delete'>();
  const topic = query.data;
  return (
    <PageFrame
      crumbs={[
        { label: 'Flows', to: '/flows' },
        { label: 'Topics', to: '/flows/topics' },
      ]}
      title={name}
      meta={topic?.schemaRef === null || topic === undefined ? undefined : <Chip>{topic.schemaRef}</Chip>}
      actions={
        topic === undefined ? undefined : (
          <>
            {mayDelete ? (
              <Button icon={Trash2} onClick={() => setOpen('delete')}>
                Delete
              </Button>
            ) : null}
            {mayEdit ? <Button onClick={() => setOpen('settings')}>Settings</Button> : null}
          </>
        )
      }
    >
      <Loaded
        query={query}
        className="m-4"
        loading={
          <div className="grid gap-2 p-4">
            <Skeleton className="h-6 w-80" />
            <Skeleton className="h-40 w-full" />
          </div>
        }
      >
        {(found) => <TopicBody topic={found} upTo={upTo} />}
      </Loaded>
      {open === 'settings' && topic !== undefined ? (
        <TopicDialog topic={topic} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === 'delete' ? <DeleteTopicDialog name={name} onClose={() => setOpen(undefined)} /> : null}
    </PageFrame>
  );
}

function TopicBody({ topic, upTo }: { readonly topic: Topic; readonly upTo: number | undefined }) {
  return (
    <>
      <Section className="grid gap-2">
        {topic.description === '' ? null : <p>{topic.description}</p>}
        <KeyValue
          rows={[
            ['Messages', topic.messages.toLocaleString('en')],
            ['Kept for', retentionWords(topic.retentionHours)],
            ['Published by', <Publishers key="publishers" of={topic.publishers} />],
          ]}
        />
      </Section>
      <SubscriberTable topic={topic.name} subscribers={topic.subscribers} />
      <MessageTable key={upTo} topic={topic.name} newest={topic.messages} upTo={upTo} />
    </>
  );
}

function Publishers({ of }: { readonly of: Topic['publishers'] }) {
  if (of.length === 0) return <>programs only</>;
  return (
    <>
      {of.map((flow, index) => (
        <span key={flow.flowId}>
          {index === 0 ? '' : ', '}
          <Link
            to="/flows/$flowId"
            params={{ flowId: flow.flowId }}
            className="text-accent-text underline decoration-accent-line underline-offset-2"
          >
            {flow.flowName}
          </Link>
        </span>
      ))}
    </>
  );
}

function DeleteTopicDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation(
    trpc.topic.delete.mutationOptions({
      onSuccess: () => {
        toast('The topic was deleted', { detail: name });
        void navigate({ to: '/flows/topics', search: {} });
        void client.invalidateQueries({ queryKey: trpc.topic.list.queryKey() });
      },
    }),
  );
  return (
    <Dialog
      onClose={onClose}
      title={`Delete “${name}”?`}
      description="Its messages go with it. A topic that a live flow uses is not deleted."
      footer={
        <>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ name })}>
            Delete the topic
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </>
      }
    >
      {remove.error === null ? null : <ErrorBox error={remove.error} />}
    </Dialog>
  );
}
