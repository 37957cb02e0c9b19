import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Megaphone, Plus } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ListStates } from '../../app/list-states.tsx';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Button, EmptyState, SkeletonRows, Table, Td, Th, TimeText, Tr } from '../../ui/index.ts';
import { retentionWords, TopicDialog } from './topic-dialog.tsx';
import { Lag } from './lag.tsx';

const columns = 6;

/** The topics of the workspace: what is in them, and whether their subscribers keep up. */
export function TopicsPage() {
  const mayEdit = useMay('flow.edit');
  const [isNew, setNew] = useState(false);
  const query = useQuery(trpc.topic.list.queryOptions(undefined, { refetchInterval: 5_000 }));
  const topics = query.data?.items;
  const create = (
    <Button look="primary" icon={Plus} onClick={() => setNew(true)}>
      New topic
    </Button>
  );
  return (
    <PageFrame
      crumbs={[{ label: 'Flows', to: '/flows' }]}
      title="Topics"
      actions={mayEdit && topics?.length !== 0 ? create : undefined}
    >
      <ListStates
        query={query}
        items={topics}
        empty={
          <EmptyState
            icon={Megaphone}
            title="No topics yet"
            why="A topic carries messages from one flow to others. Each flow that subscribes gets each message once, and none has to know the others."
            action={mayEdit ? create : undefined}
            example={
              mayEdit
                ? 'For example: orders.created, which the shop publishes and stock, invoice and newsletter subscribe to.'
                : 'Ask an analyst of the workspace to make the first one.'
            }
          />
        }
      >
        {() => (
          <Table label="Topics" aria-busy={topics === undefined} className="min-w-225">
            <colgroup>
              <col style={{ width: '26%' }} />
              <col />
              <col style={{ width: 112 }} />
              <col style={{ width: 136 }} />
              <col style={{ width: 176 }} />
              <col style={{ width: 112 }} />
            </colgroup>
            <thead>
              <tr>
                <Th sorted="ascending">Name</Th>
                <Th>Description</Th>
                <Th end>Messages</Th>
                <Th>Last message</Th>
                <Th>Subscribers</Th>
                <Th>Kept for</Th>
              </tr>
            </thead>
            <tbody>
              {topics === undefined ? (
                <SkeletonRows rows={6} columns={columns} />
              ) : (
                topics.map((topic) => (
                  <Tr key={topic.name}>
                    <Td>
                      <Link
                        to="/flows/topics"
                        search={{ name: topic.name }}
                        className="truncate font-medium after:absolute after:inset-0"
                      >
                        {topic.name}
                      </Link>
                    </Td>
                    <Td dim>{topic.description}</Td>
                    <Td end>
                      <span className="tabular">{topic.messages.toLocaleString('en')}</span>
                    </Td>
                    <Td dim>{topic.lastMessageAt === null ? 'Never' : <TimeText at={topic.lastMessageAt} ago />}</Td>
                    <Td>
                      {topic.subscribers === 0 ? <span className="text-ink-3">none</span> : topic.subscribers}
                      {topic.subscribers === 0 ? null : (
                        <>
                          {' · '}
                          <Lag count={topic.lag} />
                        </>
                      )}
                    </Td>
                    <Td dim>{retentionWords(topic.retentionHours)}</Td>
                  </Tr>
                ))
              )}
            </tbody>
          </Table>
        )}
      </ListStates>
      {isNew ? <TopicDialog onClose={() => setNew(false)} /> : null}
    </PageFrame>
  );
}
