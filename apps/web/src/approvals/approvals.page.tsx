import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserCheck } from 'lucide-react';
import { useState } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { ListStates } from '../app/list-states.tsx';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { usePages } from '../app/use-pages.ts';
import {
  Button,
  Chip,
  CountPill,
  Dialog,
  EmptyState,
  linkButtonClass,
  SkeletonRows,
  Table,
  Td,
  Th,
  TimeText,
  Tr,
  zoneWords,
} from '../ui/index.ts';
import { type Approval, ApprovalForm } from './approval-form.tsx';

const lookEveryMs = 5_000;

/** What waits for a person's decision, the oldest first. */
export function ApprovalsPage() {
  const [chosen, setChosen] = useState<Approval | null>(null);
  const list = usePages({
    under: trpc.approval.list.pathKey(),
    key: 'all',
    fetchPage: (cursor) => trpcClient.approval.list.query({ ...cursor, limit: 100 }),
  });
  // Others decide too, and runs begin to ask: the list looks again by itself.
  useQuery({
    ...trpc.approval.list.queryOptions({ limit: 1 }),
    refetchInterval: () => {
      void list.refetch();
      return lookEveryMs;
    },
  });
  return (
    <PageFrame crumbs={[{ label: 'Runs', to: '/runs' }]} title="Approvals" className="overflow-auto">
      <ListStates
        query={list}
        items={list.items}
        empty={
          <EmptyState
            icon={UserCheck}
            title="Nothing waits for a decision"
            why="A flow with an approval step asks here, and its run waits until somebody approves or rejects."
            action={
              <Link to="/flows" className={linkButtonClass({ look: 'primary' })}>
                Add an approval to a flow
              </Link>
            }
            example="For example: “Ship order ORD-1001 although it is above the limit?”"
          />
        }
      >
        {(items) => <ApprovalTable items={items} onChoose={setChosen} />}
      </ListStates>
      {chosen === null ? null : (
        <Dialog onClose={() => setChosen(null)} title={chosen.title} description={<Facts approval={chosen} />}>
          <ApprovalForm approval={chosen} onDone={() => setChosen(null)} />
        </Dialog>
      )}
    </PageFrame>
  );
}

const Facts = ({ approval }: { readonly approval: Approval }) => (
  <span className="text-12 text-ink-3">
    {approval.flowName} asks since <TimeText at={approval.askedAt} />, until <TimeText at={approval.until} />.{' '}
    <Link
      to="/runs/$runId"
      params={{ runId: approval.runId }}
      search={{ step: approval.path }}
      className="text-accent-text underline"
    >
      Open the run
    </Link>
  </span>
);

interface ApprovalTableProps {
  /** Absent while it is loading. */
  readonly items: readonly Approval[] | undefined;
  readonly onChoose: (approval: Approval) => void;
}

function ApprovalTable({ items, onChoose }: ApprovalTableProps) {
  return (
    <Table label="Approvals" aria-busy={items === undefined} className="min-w-200">
      <colgroup>
        <col />
        <col style={{ width: '22%' }} />
        <col style={{ width: 176 }} />
        <col style={{ width: 176 }} />
        <col style={{ width: 112 }} />
      </colgroup>
      <thead>
        <tr>
          <Th>Question</Th>
          <Th>Flow</Th>
          <Th sorted="ascending">Asked, {zoneWords()}</Th>
          <Th>Until</Th>
          <Th end>
            <span className="sr-only">Decide</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {items === undefined ? (
          <SkeletonRows rows={6} columns={5} />
        ) : (
          items.map((approval) => (
            <Tr key={`${approval.runId} ${approval.path}`}>
              <Td className="font-medium" title={approval.title}>
                {approval.title}
              </Td>
              <Td dim>
                {approval.flowName} {approval.mode === 'test' ? <Chip tone="chg">test run</Chip> : null}
              </Td>
              <Td dim className="tabular">
                <TimeText at={approval.askedAt} />
                {approval.remindedAt === null ? null : <Chip tone="wait">reminded</Chip>}
              </Td>
              <Td dim className="tabular">
                <TimeText at={approval.until} />
              </Td>
              <Td end>
                <Button size="small" onClick={() => onChoose(approval)}>
                  {approval.mayDecide ? 'Decide' : 'Look'}
                </Button>
              </Td>
            </Tr>
          ))
        )}
      </tbody>
    </Table>
  );
}

/** The way to the list, with how many wait. */
export function ApprovalsLink() {
  const query = useQuery(trpc.approval.list.queryOptions({ limit: 100 }, { refetchInterval: lookEveryMs }));
  const count = query.data?.items.length ?? 0;
  return (
    <Link to="/runs/approvals" className={linkButtonClass({ look: 'ghost' })}>
      <UserCheck size={14} aria-hidden />
      Approvals
      {count === 0 ? null : <CountPill count={count} tone="wait" label={count === 1 ? 'decision' : 'decisions'} />}
    </Link>
  );
}
