import type { ApiOutputs } from '@patchbay/api';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  Chip,
  CountPill,
  durationWords,
  GroupRow,
  SkeletonRows,
  Status,
  Table,
  Td,
  Th,
  TimeText,
  Tr,
  useNow,
  zoneWords,
} from '../ui/index.ts';
import { runLook, shortRunId } from './run-words.ts';

export type RunItem = ApiOutputs['run']['list']['items'][number];

const columns = 7;

export interface RunTableProps {
  readonly needsYou: readonly RunItem[];
  /** Absent while it is loading. */
  readonly rest: readonly RunItem[] | undefined;
}

/** “Needs you” first, the rest by time. */
export function RunTable({ needsYou, rest }: RunTableProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (group: string) =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  const group = (name: string, runs: readonly RunItem[], tone: 'wait' | 'neutral') => (
    <>
      <GroupRow columns={columns} open={!closed.has(name)} onToggle={() => toggle(name)}>
        {name} <CountPill count={runs.length} tone={tone} label={runs.length === 1 ? 'run' : 'runs'} />
      </GroupRow>
      {closed.has(name) ? null : runs.map((run) => <RunRow key={run.id} run={run} />)}
    </>
  );
  return (
    <Table label="Runs" aria-busy={rest === undefined} className="min-w-240">
      <colgroup>
        <col style={{ width: 176 }} />
        <col style={{ width: '18%' }} />
        <col />
        <col style={{ width: 164 }} />
        <col style={{ width: 176 }} />
        <col style={{ width: 96 }} />
        <col style={{ width: 88 }} />
      </colgroup>
      <thead>
        <tr>
          <Th>Status</Th>
          <Th>Flow</Th>
          <Th>What happened</Th>
          <Th>Run</Th>
          <Th sorted>Started, {zoneWords()}</Th>
          <Th end>Duration</Th>
          <Th end>Version</Th>
        </tr>
      </thead>
      <tbody>
        {rest === undefined ? (
          <SkeletonRows rows={12} columns={columns} />
        ) : (
          <>
            {needsYou.length === 0 ? null : group('Needs you', needsYou, 'wait')}
            {needsYou.length === 0
              ? rest.map((run) => <RunRow key={run.id} run={run} />)
              : rest.length === 0
                ? null
                : group('Everything else', rest, 'neutral')}
          </>
        )}
      </tbody>
    </Table>
  );
}

function RunRow({ run }: { readonly run: RunItem }) {
  const { look, words } = runLook(run);
  return (
    <Tr>
      <Td>
        <Link
          to="/runs/$runId"
          params={{ runId: run.id }}
          aria-label={`${words}: ${run.flowName}, run ${shortRunId(run.id)}`}
          className="after:absolute after:inset-0"
        >
          <Status look={look}>{words}</Status>
        </Link>
      </Td>
      <Td className="font-medium">{run.flowName}</Td>
      <Td dim title={run.what}>
        {run.what}
      </Td>
      <Td>
        <code className="text-ink-2">{shortRunId(run.id)}</code>
      </Td>
      <Td dim className="tabular">
        <TimeText at={run.startedAt ?? run.createdAt} />
      </Td>
      <Td end>
        <RunDuration run={run} />
      </Td>
      <Td end dim>
        {run.mode === 'test' ? (
          <Chip tone="chg">test run</Chip>
        ) : run.versionNumber === null ? (
          'draft'
        ) : (
          `v${run.versionNumber}`
        )}
      </Td>
    </Tr>
  );
}

/** Counts on while the run is not finished. */
export function RunDuration({
  run,
}: {
  readonly run: Pick<RunItem, 'durationMs' | 'startedAt' | 'createdAt' | 'finishedAt'>;
}) {
  const open = run.finishedAt === null;
  const now = useNow(open ? 1_000 : undefined);
  const ms = open ? now.getTime() - Date.parse(run.startedAt ?? run.createdAt) : run.durationMs;
  return ms === null ? null : <>{durationWords(open ? Math.ceil(ms / 1_000) * 1_000 : ms)}</>;
}
