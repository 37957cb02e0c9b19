import type { ApiOutputs } from '@patchbay/api';
import { calledTrigger } from '@patchbay/model/flow';
import { Link } from '@tanstack/react-router';
import {
  Heading,
  KeyValue,
  messageWords,
  Panel,
  PanelHeader,
  ProblemBox,
  sizeWords,
  Status,
  TimeText,
} from '../ui/index.ts';
import { ErrorCause } from './error-cause.tsx';
import { RunDuration } from './run-table.tsx';
import { RunTrace } from './run-trace.tsx';
import { runLook, shortRunId } from './run-words.ts';

export type RunView = ApiOutputs['run']['get'];

/** The run as a whole, shown while no step is chosen. */
export function RunSummary({ view: { run, event, document } }: { readonly view: RunView }) {
  const { look, words } = runLook(run);
  const triggerLabel = document.nodes.find((node) => node.id === event.trigger)?.label ?? event.trigger;
  const message = messageOf(document, event);
  return (
    <Panel className="h-full overflow-auto" aria-label="The run">
      <PanelHeader
        title={run.flowName}
        subtitle={
          <Status look={look} size={12}>
            {words}
          </Status>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pt-2 pb-4">
        {run.error === null ? null : (
          <ProblemBox
            tone={run.error.code === 'heldBack' ? 'wait' : 'bad'}
            title={messageWords(run.error)}
            cause={run.error.code === 'heldBack' ? undefined : <ErrorCause error={run.error} />}
            next={run.error.next}
          />
        )}
        {run.deadLetter === null ? null : (
          <ProblemBox
            tone="wait"
            title={
              run.deadLetter.remaining.length === 0 ? 'This run waits for a person' : 'Not everything was taken back'
            }
            cause={
              run.deadLetter.remaining.length === 0 ? (
                messageWords({ code: run.error?.code ?? '', message: run.deadLetter.reason })
              ) : (
                <ul>
                  {run.deadLetter.remaining.map(({ path, step, why }) => (
                    <li key={path}>
                      {document.nodes.find(({ id }) => id === step)?.label ?? step}: {why}
                    </li>
                  ))}
                </ul>
              )
            }
            who="An operator"
            next={
              <Link to="/runs/dead-letters" className="text-accent-text underline">
                Redrive or discard it in the dead letters
              </Link>
            }
          />
        )}
        <Heading>Facts</Heading>
        <KeyValue
          rows={[
            [
              'Run',
              <code key="id" className="wrap-anywhere">
                {run.id}
              </code>,
            ],
            ['Came in', <TimeText key="in" at={run.createdAt} year />],
            ['Started', run.startedAt === null ? 'not yet' : <TimeText key="start" at={run.startedAt} year />],
            ['Finished', run.finishedAt === null ? 'not yet' : <TimeText key="end" at={run.finishedAt} year />],
            ['Duration', <RunDuration key="duration" run={run} />],
            [
              'Cancelled',
              run.cancelRequestedAt === null ? undefined : <TimeText key="cancel" at={run.cancelRequestedAt} year />,
            ],
            ['Trigger', triggerLabel],
            ['Message', message === null ? undefined : <MessageLink key="message" {...message} />],
            [
              isCalled(document, event) ? 'Called by' : 'Comes from',
              run.origin === null ? undefined : <OriginLink key="origin" origin={run.origin} />,
            ],
            ['Event', `${event.contentType}, ${sizeWords(event.sizeBytes)}`],
            ['Environment', run.environment],
            [
              'Waits for',
              run.waitsFor === null ? undefined : (
                <Link
                  key="for"
                  to="/runs/$runId"
                  params={{ runId: run.waitsFor }}
                  className="text-accent-text underline"
                >
                  {shortRunId(run.waitsFor)}, which came before it
                </Link>
              ),
            ],
            [
              'Replay of',
              run.replayOf === null ? undefined : (
                <Link
                  key="of"
                  to="/runs/$runId"
                  params={{ runId: run.replayOf }}
                  className="text-accent-text underline"
                >
                  {shortRunId(run.replayOf)}
                </Link>
              ),
            ],
            [
              'Effects',
              run.effectRoot === run.id ? undefined : (
                <span key="root">share the keys of run {shortRunId(run.effectRoot)}: nothing is done twice</span>
              ),
            ],
          ]}
        />
        <RunTrace run={run} />
        <p className="text-12 text-ink-3">
          Choose a step in the picture or in the timeline to see what went in and out.
        </p>
      </div>
    </Panel>
  );
}

interface Message {
  readonly topic: string;
  readonly position: number;
}

/** The message of a topic that the run is for. */
function messageOf(document: RunView['document'], { trigger, meta }: RunView['event']): Message | null {
  const node = document.nodes.find(({ id }) => id === trigger);
  if (node?.kind !== 'trigger' || node.operation !== 'topic.subscribe') return null;
  if (meta === null || typeof meta !== 'object' || Array.isArray(meta)) return null;
  const { topic, position } = meta;
  return typeof topic === 'string' && typeof position === 'number' ? { topic, position } : null;
}

const isCalled = ({ nodes }: RunView['document'], { trigger }: RunView['event']): boolean =>
  nodes.some((node) => node.kind === 'trigger' && node.id === trigger && node.operation === calledTrigger);

const MessageLink = ({ topic, position }: Message) => (
  <Link to="/flows/topics" search={{ name: topic, upTo: position }} className="text-accent-text underline">
    {position.toLocaleString('en')} of {topic}
  </Link>
);

const OriginLink = ({
  origin: { runId, flowName, path },
}: {
  readonly origin: NonNullable<RunView['run']['origin']>;
}) => (
  <Link
    to="/runs/$runId"
    params={{ runId }}
    search={path === null ? {} : { step: path }}
    className="text-accent-text underline"
  >
    {flowName}, run {shortRunId(runId)}
  </Link>
);
