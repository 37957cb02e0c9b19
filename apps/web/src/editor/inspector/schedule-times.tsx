import type { FlowNode } from '@patchbay/model/flow';
import { TimeText } from '../../ui/index.ts';
import { fixedText } from './fixed-text.ts';
import { LiveTrigger, useTriggerFacts } from './live-trigger.tsx';
import type { FactsOf } from './live-trigger.tsx';
import type { NodeForm } from './node-edit.ts';
import { missWords } from './schedule-words.ts';
import { UpcomingTimes } from './upcoming-times.tsx';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** When the schedule as it is drawn will fire, and how the one that is live has done. */
export function ScheduleTimes({ form: { node } }: { readonly form: NodeForm<TriggerNode> }) {
  const facts = useTriggerFacts(node.id);
  return (
    <>
      <UpcomingTimes cron={fixedText(node, 'cron')} zone={fixedText(node, 'zone') || 'UTC'} />
      {facts?.kind === 'schedule' ? <Live facts={facts} /> : null}
    </>
  );
}

function Live({ facts }: { readonly facts: FactsOf<'schedule'> }) {
  return (
    <LiveTrigger
      facts={facts}
      said={{ paused: 'The schedule is paused', resumed: 'The schedule fires again' }}
      waits={facts.waits ? 'The next time waits until the run before ends' : undefined}
    >
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
    </LiveTrigger>
  );
}
