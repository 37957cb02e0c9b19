import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useState } from 'react';
import type { ApiOutputs } from '@patchbay/api';
import { useMay } from '../../app/session.ts';
import { ActionsTh, Button, Heading, Table, Td, Th, TimeText, Tr } from '../../ui/index.ts';
import { Lag } from './lag.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

export type Subscriber = ApiOutputs['topic']['get']['subscribers'][number];

export function SubscriberTable({
  topic,
  subscribers,
}: {
  readonly topic: string;
  readonly subscribers: readonly Subscriber[];
}) {
  const mayReplay = useMay('run.repair');
  const [replayed, setReplayed] = useState<Subscriber>();
  return (
    <section aria-label="Subscribers">
      <Heading className="px-4 pt-3 pb-1">Subscribers</Heading>
      {subscribers.length === 0 ? (
        <p className="px-4 pb-3 text-ink-3">
          No live flow gets these messages. Put the trigger “Subscribe to a topic” into a flow and publish it.
        </p>
      ) : (
        <Table label="Subscribers" className="min-w-225">
          <colgroup>
            <col />
            <col style={{ width: 176 }} />
            <col style={{ width: 104 }} />
            <col style={{ width: 120 }} />
            <col style={{ width: '24%' }} />
            <col style={{ width: 112 }} />
          </colgroup>
          <thead>
            <tr>
              <Th>Flow</Th>
              <Th>State</Th>
              <Th end>Delivered</Th>
              <Th>Last delivery</Th>
              <Th>Not delivered</Th>
              <ActionsTh />
            </tr>
          </thead>
          <tbody>
            {subscribers.map((one) => (
              <Tr key={`${one.flowId}/${one.nodeId}`}>
                <Td>
                  <Link
                    to="/flows/$flowId"
                    params={{ flowId: one.flowId }}
                    title={one.flowName}
                    className="truncate font-medium text-accent-text underline decoration-accent-line underline-offset-2"
                  >
                    {one.flowName}
                  </Link>
                </Td>
                <Td>
                  <State of={one} />
                </Td>
                <Td end>
                  <span className="tabular">{one.delivered.toLocaleString('en')}</span>
                </Td>
                <Td dim>{one.lastDeliveredAt === null ? 'Never' : <TimeText at={one.lastDeliveredAt} ago />}</Td>
                <Td dim title={one.lastFailure ?? ''}>
                  <NotDelivered of={one} />
                </Td>
                <Td end>
                  {mayReplay ? (
                    <Button
                      size="small"
                      icon={History}
                      aria-label={`Replay for ${one.flowName}`}
                      onClick={() => setReplayed(one)}
                    >
                      Replay
                    </Button>
                  ) : null}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {replayed === undefined ? null : (
        <ReplayDialog topic={topic} subscriber={replayed} onClose={() => setReplayed(undefined)} />
      )}
    </section>
  );
}

function State({ of }: { readonly of: Subscriber }) {
  if (of.paused) {
    return (
      <>
        paused · <Lag count={of.lag} />
      </>
    );
  }
  return of.replayingFrom === null ? <Lag count={of.lag} /> : <>replaying, {of.lag.toLocaleString('en')} to go</>;
}

function NotDelivered({ of }: { readonly of: Subscriber }) {
  const filtered = of.leftOut === 0 ? '' : `${of.leftOut.toLocaleString('en')} by the filter`;
  if (of.failed === 0) return filtered === '' ? <span className="text-ink-3">none</span> : <>{filtered}</>;
  return (
    <>
      {filtered === '' ? '' : `${filtered} · `}
      <span className="text-bad">
        {of.failed.toLocaleString('en')} failed: {of.lastFailure}
      </span>
    </>
  );
}
