import type { FlowNode } from '@patchbay/model/flow';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCcw, Search } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { useMay } from '../../../app/session.ts';
import { Button, linkButtonClass, ProblemBox, TimeText } from '../../../ui/index.ts';
import { useEditor } from '../../editor-context.ts';
import { fixedText } from '../fixed-text.ts';
import { LiveTrigger, useTriggerChanged, useTriggerFacts } from '../live-trigger.tsx';
import type { FactsOf } from '../live-trigger.tsx';
import type { NodeForm } from '../node-edit.ts';
import { UpcomingTimes } from '../upcoming-times.tsx';
import { countWords, holdWords } from './poll-words.ts';
import { ResetDialog } from './reset-dialog.tsx';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** When the poll as it is drawn will look, and where the one that is live stands. */
export function PollState({ form: { node } }: { readonly form: NodeForm<TriggerNode> }) {
  const facts = useTriggerFacts(node.id);
  return (
    <>
      {fixedText(node, 'look') === 'cron' ? (
        <UpcomingTimes cron={fixedText(node, 'cron')} zone={fixedText(node, 'zone') || 'UTC'} />
      ) : null}
      {facts?.kind === 'poll' ? <Live facts={facts} node={node} /> : null}
    </>
  );
}

function Live({ facts, node }: { readonly facts: FactsOf<'poll'>; readonly node: TriggerNode }) {
  const { flowId, bindings } = useEditor();
  const connectionId = node.slot === undefined ? undefined : bindings[node.slot];
  const mayReset = useMay('run.repair');
  const changed = useTriggerChanged();
  const [resetting, setResetting] = useState(false);
  const look = useMutation(
    trpc.trigger.look.mutationOptions({ onSuccess: () => changed('The trigger looks for news now') }),
  );
  const { failure, lost } = facts;
  return (
    <LiveTrigger
      facts={facts}
      said={{ paused: 'The trigger is paused', resumed: 'The trigger looks for news again' }}
      waits={facts.held === null ? undefined : holdWords[facts.held]}
      actions={
        facts.pausedAt === null ? (
          <Button
            size="small"
            icon={Search}
            busy={look.isPending || facts.looking}
            onClick={() => look.mutate({ flowId, nodeId: facts.nodeId })}
          >
            Look now
          </Button>
        ) : null
      }
      rows={[
        ['Last look', facts.lastLookAt === null ? 'not yet' : <TimeText key="look" at={facts.lastLookAt} year />],
        ['Found', countWords(facts.found, 'item')],
        ['Place', facts.place],
      ]}
    >
      {failure === null ? null : (
        <ProblemBox
          tone={facts.held === 'connection' ? 'wait' : 'bad'}
          title={facts.held === 'connection' ? 'It waits for its connection' : 'It could not look for news'}
          cause={failure.message}
          {...(failure.next === null ? {} : { next: failure.next })}
          actions={
            facts.held !== 'connection' || connectionId === undefined ? undefined : (
              <Link
                to="/connections/$connectionId"
                params={{ connectionId }}
                className={linkButtonClass({ size: 'small' })}
              >
                Open the connection
              </Link>
            )
          }
        />
      )}
      {failure === null || failure.inARow === 0 ? null : (
        <p className="text-12 text-ink-3">
          {failure.inARow === 1 ? 'It failed' : `${countWords(failure.inARow, 'failure')} in a row, the last`}{' '}
          <TimeText at={failure.at} ago />. Nothing is lost: it goes on from where it stands.
        </p>
      )}
      {lost === null ? null : (
        <ProblemBox
          title={`${countWords(lost.count, 'item')} started no run`}
          cause={lost.reason}
          next="They are not looked at again by themselves. When the cause is mended, let the trigger start again from a place before them."
        />
      )}
      {mayReset ? (
        <Button size="small" icon={RotateCcw} className="justify-self-start" onClick={() => setResetting(true)}>
          Start again from…
        </Button>
      ) : null}
      {resetting ? <ResetDialog facts={facts} operation={node.operation} onClose={() => setResetting(false)} /> : null}
      {look.error === null ? null : <ErrorBox error={look.error} />}
    </LiveTrigger>
  );
}
