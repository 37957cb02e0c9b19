import type { ApiOutputs } from '@patchbay/api';
import type { FlowNode } from '@patchbay/model/flow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { useMay } from '../../app/session.ts';
import { Button, KeyValue, Section, Skeleton, Status, TimeText, toast } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import type { NodeForm } from './node-edit.ts';
import { missWords, plannedWords } from './schedule-words.ts';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;
type Facts = ApiOutputs['trigger']['list']['items'][number];

const lookAgainMs = 10_000;

function fixedText(node: TriggerNode, field: string): string {
  const value = node.input[field];
  return value?.mode === 'fixed' && typeof value.value === 'string' ? value.value : '';
}

/** When the schedule as it is drawn will fire, and how the one that is live has done. */
export function ScheduleTimes({ form: { node } }: { readonly form: NodeForm<TriggerNode> }) {
  const { live, flowId } = useEditor();
  const facts = useQuery(
    trpc.trigger.list.queryOptions({ flowId }, { enabled: live !== null, refetchInterval: lookAgainMs }),
  );
  const own = facts.data?.items.find((item) => item.nodeId === node.id);
  return (
    <>
      <Upcoming cron={fixedText(node, 'cron')} zone={fixedText(node, 'zone') || 'UTC'} />
      {own === undefined ? null : <Live facts={own} flowId={flowId} />}
    </>
  );
}

function Upcoming({ cron, zone }: { readonly cron: string; readonly zone: string }) {
  const upcoming = useQuery(
    trpc.trigger.upcoming.queryOptions({ cron, zone }, { enabled: cron.trim() !== '', refetchInterval: 60_000 }),
  );
  return (
    <Section>
      <h3 className="mb-1 font-medium">Next times</h3>
      {cron.trim() === '' ? (
        <p className="text-12 text-ink-3">Enter a pattern to see when it fires.</p>
      ) : upcoming.error !== null ? (
        <ErrorBox error={upcoming.error} onRetry={() => void upcoming.refetch()} />
      ) : upcoming.data === undefined ? (
        <Skeleton className="h-25" />
      ) : upcoming.data.problem !== null ? (
        <p className="text-12 text-bad">{upcoming.data.problem}</p>
      ) : (
        <ol className="grid gap-0.5 tabular-nums">
          {upcoming.data.fires.map((at) => (
            <li key={at}>
              <time dateTime={at}>{plannedWords(new Date(at), zone)}</time>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function Live({ facts, flowId }: { readonly facts: Facts; readonly flowId: ReturnType<typeof useEditor>['flowId'] }) {
  const mayPause = useMay('run.repair');
  const client = useQueryClient();
  const paused = facts.pausedAt !== null;
  const settled = (words: string) => async () => {
    toast(words);
    await client.invalidateQueries({ queryKey: trpc.trigger.pathKey() });
  };
  const pause = useMutation(trpc.trigger.pause.mutationOptions({ onSuccess: settled('The schedule is paused') }));
  const resume = useMutation(trpc.trigger.resume.mutationOptions({ onSuccess: settled('The schedule fires again') }));
  const input = { flowId, nodeId: facts.nodeId };
  const error = pause.error ?? resume.error;
  return (
    <Section>
      <div className="mb-1 flex min-h-6 items-center justify-between gap-2">
        <h3 className="font-medium">Live</h3>
        {mayPause ? (
          <Button
            size="small"
            icon={paused ? Play : Pause}
            busy={pause.isPending || resume.isPending}
            onClick={() => (paused ? resume : pause).mutate(input)}
          >
            {paused ? 'Resume' : 'Pause'}
          </Button>
        ) : null}
      </div>
      <div className="grid gap-2">
        {paused ? (
          <Status look="waiting">
            Paused <TimeText at={facts.pausedAt ?? ''} ago />
          </Status>
        ) : facts.waits ? (
          <Status look="parked">The next time waits until the run before ends</Status>
        ) : null}
        <KeyValue
          rows={[
            ['Last fire', facts.lastFireAt === null ? 'not yet' : <TimeText key="last" at={facts.lastFireAt} year />],
            [
              'Next expected',
              paused ? (
                'none while it is paused'
              ) : facts.nextExpectedAt === null ? (
                'it never fires again'
              ) : (
                <TimeText key="next" at={facts.nextExpectedAt} year />
              ),
            ],
            ['Registered', <TimeText key="registered" at={facts.registeredAt} year />],
          ]}
        />
        {facts.misses.length === 0 ? null : (
          <div>
            <h4 className="text-12 font-semibold text-ink-2">Times that did not fire</h4>
            <ul className="grid gap-0.5 text-12">
              {facts.misses.map((miss) => (
                <li key={miss.firstAt}>
                  <TimeText at={miss.firstAt} />
                  {missWords(miss)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {error === null ? null : <ErrorBox error={error} />}
      </div>
    </Section>
  );
}
