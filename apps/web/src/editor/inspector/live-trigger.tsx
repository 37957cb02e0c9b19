import type { ApiOutputs } from '@patchbay/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, Pause, Play, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { useMay } from '../../app/session.ts';
import { Button, KeyValue, Section, Status, StatusIcon, TimeText, toast, useNow } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import { troubleOf, troublesOf } from './trigger-trouble.ts';

export type TriggerFacts = ApiOutputs['trigger']['list']['items'][number];
export type FactsOf<Kind extends TriggerFacts['kind']> = Extract<TriggerFacts, { kind: Kind }>;

const lookAgainMs = 10_000;

/** What is known of a trigger that is live; undefined while it is not. */
export function useTriggerFacts(nodeId: string): TriggerFacts | undefined {
  const { live, flowId } = useEditor();
  const facts = useQuery(
    trpc.trigger.list.queryOptions({ flowId }, { enabled: live !== null, refetchInterval: lookAgainMs }),
  );
  // What was known while it was live is known no more.
  return live === null ? undefined : facts.data?.items.find((item) => item.nodeId === nodeId);
}

/** What keeps triggers that are live from their work, by node. */
export function useTroubles(): ReadonlyMap<string, string> {
  const { live, flowId } = useEditor();
  const facts = useQuery(
    trpc.trigger.list.queryOptions({ flowId }, { enabled: live !== null, refetchInterval: lookAgainMs }),
  );
  const items = live === null ? undefined : facts.data?.items;
  return useMemo(() => troublesOf(items ?? []), [items]);
}

/** Says what was done, and whatever shows the trigger looks again. */
export function useTriggerChanged(): (words: string) => Promise<void> {
  const client = useQueryClient();
  return async (words) => {
    toast(words);
    await client.invalidateQueries({ queryKey: trpc.trigger.pathKey() });
  };
}

const placeId = 'live-trigger';

/** At the top of the settings, while something keeps the live trigger from its work: what, and the way to the rest. */
export function LiveTrouble({ nodeId }: { readonly nodeId: string }) {
  const facts = useTriggerFacts(nodeId);
  const words = facts === undefined ? null : troubleOf(facts);
  if (words === null) return null;
  return (
    <button
      type="button"
      className="flex min-h-8 w-full items-center gap-2 border-b border-line bg-wait-soft px-4 py-1.5 text-left outline-offset-[-2px] hover:underline"
      onClick={() => {
        const place = document.querySelector<HTMLElement>(`#${placeId}`);
        place?.scrollIntoView({ block: 'start' });
        place?.focus({ preventScroll: true });
      }}
    >
      {facts?.pausedAt === null ? (
        <TriangleAlert size={14} aria-hidden className="flex-none text-wait" />
      ) : (
        <StatusIcon look="waiting" size={14} />
      )}
      <span className="min-w-0 flex-1">Live: {words}</span>
      <ArrowDown size={14} aria-hidden className="flex-none text-ink-3" />
    </button>
  );
}

interface LiveTriggerProps {
  readonly facts: TriggerFacts;
  /** Said once it was paused, and once it goes on. Absent: it is paused with its flow only. */
  readonly said?: { readonly paused: string; readonly resumed: string };
  /** Beside the pause: what else an operator may do. */
  readonly actions?: ReactNode;
  /** Why it does nothing just now, apart from a pause. */
  readonly waits?: string | undefined;
  readonly rows?: readonly (readonly [string, ReactNode])[];
  readonly children?: ReactNode;
}

/** How a live trigger has done and what it will do next, with its pause. */
export function LiveTrigger({ facts, said, actions, waits, rows = [], children }: LiveTriggerProps) {
  const { flowId } = useEditor();
  const mayPause = useMay('run.repair');
  const changed = useTriggerChanged();
  const paused = facts.pausedAt !== null;
  const pause = useMutation(trpc.trigger.pause.mutationOptions({ onSuccess: () => changed(said?.paused ?? '') }));
  const resume = useMutation(trpc.trigger.resume.mutationOptions({ onSuccess: () => changed(said?.resumed ?? '') }));
  const error = pause.error ?? resume.error;
  const now = useNow(lookAgainMs);
  const isLate =
    !paused && facts.nextExpectedAt !== null && Date.parse(facts.nextExpectedAt) < now.getTime() - lookAgainMs;
  return (
    <Section id={placeId} tabIndex={-1} role="region" aria-label="Live" className="outline-offset-[-2px]">
      <div className="mb-1 flex min-h-6 items-center gap-2">
        <h3 className="flex-1 font-medium">Live</h3>
        {mayPause ? actions : null}
        {mayPause && said !== undefined ? (
          <Button
            size="small"
            icon={paused ? Play : Pause}
            busy={pause.isPending || resume.isPending}
            onClick={() => (paused ? resume : pause).mutate({ flowId, nodeId: facts.nodeId })}
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
        ) : waits === undefined ? null : (
          <Status look="parked">{waits}</Status>
        )}
        <KeyValue
          rows={[
            ['Last fire', <LastFire key="last" facts={facts} />],
            [
              isLate ? 'Due since' : 'Next expected',
              paused ? (
                'none while it is paused'
              ) : facts.nextExpectedAt === null ? (
                facts.noNext
              ) : (
                <TimeText key="next" at={facts.nextExpectedAt} year />
              ),
            ],
            ['Registered', <TimeText key="registered" at={facts.registeredAt} year />],
            ...rows,
          ]}
        />
        {children}
        {error === null ? null : <ErrorBox error={error} />}
      </div>
    </Section>
  );
}

function LastFire({ facts }: { readonly facts: TriggerFacts }) {
  if (facts.lastFireAt !== null) return <TimeText at={facts.lastFireAt} year />;
  if (!('noFireSince' in facts) || facts.noFireSince === null) return 'not yet';
  return (
    <>
      not since <TimeText at={facts.noFireSince} year />
    </>
  );
}
