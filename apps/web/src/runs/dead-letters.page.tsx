import type { ApiInputs, ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { MailCheck, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { ListStates } from '../app/list-states.tsx';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { useFreshTop, usePages } from '../app/use-pages.ts';
import {
  Button,
  Checkbox,
  EmptyState,
  Segmented,
  SkeletonRows,
  SteadyScroll,
  Table,
  Td,
  Th,
  TimeText,
  toast,
  Tr,
  zoneWords,
  withPlaceWords,
} from '../ui/index.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { shortRunId } from './run-words.ts';
import { useLiveRuns } from './use-live-runs.ts';

type Letter = ApiOutputs['deadLetter']['list']['items'][number];
type Kind = Letter['kind'];
type Which = Pick<ApiInputs['deadLetter']['redrive'], 'kind' | 'runIds' | 'all'>;

const kindWords: Readonly<Record<Kind, string>> = {
  undo: 'Not taken back',
  spent: 'Attempts spent',
  poison: 'Stops its worker',
};

/** Runs that wait for a person: redriven or discarded, one, some, or all that the filter shows. */
export function DeadLettersPage({ kind }: { readonly kind: Kind | undefined }) {
  const navigate = useNavigate();
  const mayRepair = useMay('run.repair');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [discards, setDiscards] = useState<Which | null>(null);
  const letters = {
    under: trpc.deadLetter.list.pathKey(),
    key: kind ?? 'all',
    fetchPage: (cursor: { cursor?: string }) =>
      trpcClient.deadLetter.list.query({ limit: 100, ...(kind === undefined ? {} : { kind }), ...cursor }),
  };
  const list = usePages(letters);
  // Entries stay as they are until somebody does something about them, and then they go.
  const freshTop = useFreshTop<Letter>({ ...letters, idOf: ({ runId }) => runId, isOpen: () => true });
  const all = useQuery(trpc.deadLetter.list.queryOptions({ limit: 1 }));
  useLiveRuns(async () => {
    const now = await all.refetch();
    // Runs move all the time; entries come and go rarely.
    if (JSON.stringify(now.data) !== JSON.stringify(all.data)) await freshTop();
  });
  const redrive = useRedrive(() => setChosen(new Set()));
  const { items } = list;
  const counts = all.data?.counts;
  const total = counts === undefined ? 0 : counts.undo + counts.spent + counts.poison;
  const shown = items?.filter(({ runId }) => chosen.has(runId)) ?? [];
  const which: Which =
    shown.length > 0 ? { runIds: shown.map(({ runId }) => runId) } : kind === undefined ? { all: true } : { kind };
  const found = kind === undefined ? total : (counts?.[kind] ?? 0);
  const words = shown.length > 0 ? `${shown.length} chosen` : found === 1 ? 'this one' : `all ${found}`;
  const option = (value: Kind) => ({ value, label: `${kindWords[value]} ${counts?.[value] ?? ''}`.trim() });
  return (
    <PageFrame crumbs={[{ label: 'Runs', to: '/runs' }]} title="Dead letters" className="flex flex-col">
      <div className="flex flex-none flex-wrap items-center gap-2 px-4 py-3">
        <Segmented<Kind | 'all'>
          label="Why they wait"
          value={kind ?? 'all'}
          options={[
            { value: 'all', label: `All ${counts === undefined ? '' : total}`.trim() },
            option('undo'),
            option('spent'),
            option('poison'),
          ]}
          onChange={(value) => {
            setChosen(new Set());
            void navigate({ to: '/runs/dead-letters', search: value === 'all' ? {} : { kind: value }, replace: true });
          }}
        />
        <span className="flex-1" />
        {mayRepair && items !== undefined && items.length > 0 ? (
          <>
            <Button icon={RotateCcw} busy={redrive.isPending} onClick={() => redrive.mutate(which)}>
              Redrive {words}
            </Button>
            <Button onClick={() => setDiscards(which)}>Discard {words}…</Button>
          </>
        ) : null}
      </div>
      <SteadyScroll className="min-h-0 flex-1 overflow-auto border-t border-line">
        <ListStates
          query={list}
          items={items}
          empty={<NoLetters filtered={kind !== undefined && total > 0} />}
          more="Show older entries"
        >
          {(found) => <LetterTable items={found} chosen={chosen} onChoose={mayRepair ? setChosen : undefined} />}
        </ListStates>
      </SteadyScroll>
      <DiscardDialog which={discards} words={words} onClose={() => setDiscards(null)} />
    </PageFrame>
  );
}

function useRedrive(onDone: () => void) {
  const client = useQueryClient();
  return useMutation(
    trpc.deadLetter.redrive.mutationOptions({
      onSuccess: ({ started, refused }) => {
        const detail = refused[0]?.why;
        toast(
          `${started.length} redriven${refused.length === 0 ? '' : `, ${refused.length} refused`}`,
          detail === undefined ? {} : { detail },
        );
        onDone();
        void client.invalidateQueries({ queryKey: trpc.deadLetter.pathKey() });
      },
      onError: (error) => toast('Nothing was redriven', { detail: errorWords(error).title }),
    }),
  );
}

interface LetterTableProps {
  readonly items: readonly Letter[] | undefined;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: ((chosen: ReadonlySet<string>) => void) | undefined;
}

function LetterTable({ items, chosen, onChoose }: LetterTableProps) {
  const toggle = (runId: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(runId);
    else next.delete(runId);
    onChoose?.(next);
  };
  return (
    <Table label="Dead letters" aria-busy={items === undefined} className="min-w-235">
      <colgroup>
        <col style={{ width: 44 }} />
        <col style={{ width: 160 }} />
        <col style={{ width: '18%' }} />
        <col />
        <col style={{ width: 164 }} />
        <col style={{ width: 176 }} />
      </colgroup>
      <thead>
        <tr>
          <Th>
            <span className="sr-only">Chosen</span>
          </Th>
          <Th>Why it waits</Th>
          <Th>Flow</Th>
          <Th>What is left</Th>
          <Th>Run</Th>
          <Th sorted>Since, {zoneWords()}</Th>
        </tr>
      </thead>
      <tbody>
        {items === undefined ? (
          <SkeletonRows rows={8} columns={6} />
        ) : (
          items.map((item) => (
            <Tr key={item.runId}>
              <Td className="relative z-1">
                <Checkbox
                  quiet
                  label={`Choose run ${shortRunId(item.runId)}`}
                  checked={chosen.has(item.runId)}
                  disabled={onChoose === undefined}
                  onChange={(on) => toggle(item.runId, on)}
                />
              </Td>
              <Td className="font-medium">{kindWords[item.kind]}</Td>
              <Td>{item.flowName}</Td>
              <Td dim title={leftWords(item)}>
                {leftWords(item)}
              </Td>
              <Td>
                <Link
                  to="/runs/$runId"
                  params={{ runId: item.runId }}
                  className="text-accent-text after:absolute after:inset-0 hover:underline"
                >
                  <code>{shortRunId(item.runId)}</code>
                </Link>
              </Td>
              <Td dim className="tabular">
                <TimeText at={item.at} />
              </Td>
            </Tr>
          ))
        )}
      </tbody>
    </Table>
  );
}

function leftWords({ kind, remaining, reason }: Letter): string {
  const left = remaining.map(({ step, why }) => `${step}: ${why}`);
  // That something is left undone is all there is to say of one kind; with the others it comes on top.
  return (kind === 'undo' && left.length > 0 ? left : [withPlaceWords(reason), ...left]).join(' · ');
}

function NoLetters({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <EmptyState icon={MailCheck} title="None of this kind" why="Others wait; the filter hides them." />
  ) : (
    <EmptyState
      icon={MailCheck}
      title="Nothing waits for you here"
      why="A run comes here when it cannot end well by itself: its attempts are spent, it stops its workers, or not all of what it did could be taken back."
      action={
        <Link to="/runs" className="text-accent-text underline">
          See all runs
        </Link>
      }
      example="For example: a parcel was refused, and the card could not be refunded."
    />
  );
}
