import { ArrowLeftRight, Inbox, Pencil } from 'lucide-react';
import {
  Button,
  Chip,
  CountPill,
  DataPill,
  EmptyState,
  Kbd,
  KeyValue,
  ProblemBox,
  Skeleton,
  Status,
  type StatusLook,
  TimeText,
} from '../../ui/index.ts';
import { Specimen } from './specimen.tsx';

const looks: readonly StatusLook[] = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'unknown',
  'waiting',
  'cancelled',
  'skipped',
  'idle',
];

export function GalleryWords() {
  return (
    <div className="grid gap-4">
      <Specimen title="Status, chips, pills, keys, times">
        {looks.map((look) => (
          <Status key={look} look={look}>
            {look}
          </Status>
        ))}
        <Chip tone="chg" icon={Pencil}>
          Draft
        </Chip>
        <Chip>Version 7 live in test</Chip>
        <Chip tone="wait">Needs a decision</Chip>
        <Chip tone="ok">Healthy</Chip>
        <Chip tone="bad">Failed</Chip>
        <Chip tone="run">Running</Chip>
        <Chip tone="accent">order = 1042</Chip>
        <DataPill icon={ArrowLeftRight}>Map to canonical order › currency</DataPill>
        <DataPill neutral name="environment" onRemove={() => undefined}>
          environment = <b>test</b>
        </DataPill>
        <CountPill count={26} />
        <CountPill count={2} tone="wait" />
        <CountPill count={1} tone="bad" />
        <Kbd keys="Mod+Shift+P" />
        <TimeText at="2026-03-29T00:58:44Z" year />
      </Specimen>
      <Specimen title="Problems">
        <ProblemBox
          tone="wait"
          title="Booked or not: nobody can know"
          cause="The request was sent, the answer did not come within 5 s. This API has no idempotency key, so Patchbay did not try again."
          who="An operator who can open the carrier’s portal"
          next="Look for reference 1042 there, then decide below."
        />
        <ProblemBox
          title="The database refused the connection"
          cause="connect ECONNREFUSED 127.0.0.1:5432"
          next="Start the database, then test again."
          actions={<Button>Test again</Button>}
        />
        <ProblemBox tone="info" title="20 source fields are not used" />
      </Specimen>
      <Specimen title="Empty, loading, facts">
        <EmptyState
          icon={Inbox}
          title="No runs yet"
          why="A run stands here for every event that a published flow receives."
          action={<Button look="primary">Open a flow</Button>}
          example="For example: an order that a shop posted."
          className="py-2"
        />
        <div className="grid w-60 gap-2">
          <Skeleton className="w-40" />
          <Skeleton className="w-56" />
        </div>
        <KeyValue
          rows={[
            ['Run', <code key="run">01JQ8F3M</code>],
            ['Version', '7'],
            ['Left out', undefined],
          ]}
        />
      </Specimen>
    </div>
  );
}
