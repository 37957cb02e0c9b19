import type { Json } from '@patchbay/model/schema';
import { FlowId } from '@patchbay/model/identity';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { Button, Dialog, Menu, RadioCards, TextAreaField, toast } from '../ui/index.ts';
import { asNewWords, latestWords } from './replay-words.ts';
import type { Version } from './replay-words.ts';
import { parseJsonText } from './json-text.ts';

export interface ReplayButtonProps {
  readonly runId: string;
  readonly flowId: string;
  /** The event's body, when it is JSON: what editing starts from. */
  readonly body: Json;
}

/** Replays: the same event through the same or the latest version, or all of it anew. */
export function ReplayButton({ runId, flowId, body }: ReplayButtonProps) {
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState(false);
  const known = useIsLive(flowId, asked);
  const latest = latestWords(known);
  const asNew = asNewWords(known);
  // Whoever comes to edit data before it is known finds both versions: the server says when there is no latest one.
  const isLive = known ?? true;
  const replay = useMutation(
    trpc.run.replay.mutationOptions({
      onSuccess: (started) => {
        setEditing(false);
        toast('Replay started');
        void navigate({ to: '/runs/$runId', params: { runId: started.runId } });
      },
      onError: (error) => {
        if (!editing) toast('The replay did not start', { detail: errorWords(error).title });
      },
    }),
  );
  return (
    <>
      <Menu
        onOpenChange={(open) => {
          if (open) setAsked(true);
        }}
        trigger={
          <Button icon={RotateCcw} busy={replay.isPending && !editing}>
            Replay <ChevronDown size={12} aria-hidden />
          </Button>
        }
        items={[
          {
            label: 'The same event, as it was',
            detail: 'What was done stays done: steps keep their keys.',
            onSelect: () => replay.mutate({ runId, mode: 'same', version: 'original' }),
          },
          {
            label: 'The same event, latest version',
            detail: latest.words,
            disabled: latest.disabled,
            onSelect: () => replay.mutate({ runId, mode: 'same', version: 'latest' }),
          },
          'divider',
          {
            label: 'As a new event',
            detail: asNew.words,
            disabled: asNew.disabled,
            danger: true,
            onSelect: () => replay.mutate({ runId, mode: 'asNewEvent', version: asNew.version }),
          },
          {
            label: 'As a new event, with edited data…',
            detail: 'Everything is done again, with what you write.',
            danger: true,
            onSelect: () => setEditing(true),
          },
        ]}
      />
      {editing ? (
        <EditedReplay
          body={body}
          isLive={isLive}
          busy={replay.isPending}
          error={replay.error}
          onClose={() => setEditing(false)}
          onReplay={(payload, version) => replay.mutate({ runId, mode: 'asNewEvent', version, payload })}
        />
      ) : null}
    </>
  );
}

/** Whether the flow has a latest version: looked up once somebody means to replay. Where it cannot be, the server says. */
function useIsLive(flowId: string, asked: boolean): boolean | undefined {
  const { data, isError } = useQuery(
    trpc.flow.get.queryOptions(
      { flowId: FlowId.parse(flowId) },
      { enabled: asked, select: ({ live }) => live !== null, retry: false },
    ),
  );
  return isError ? (data ?? true) : data;
}

interface EditedReplayProps {
  readonly body: Json;
  /** Without it there is no latest version. */
  readonly isLive: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onReplay: (payload: Json, version: Version) => void;
}

function EditedReplay({ body, isLive, busy, error, onClose, onReplay }: EditedReplayProps) {
  const [text, setText] = useState(() => JSON.stringify(body, null, 2));
  const [chosen, setChosen] = useState<Version>('latest');
  const version = isLive ? chosen : 'original';
  const parsed = parseJsonText(text);
  return (
    <Dialog
      onClose={onClose}
      size="medium"
      title="Replay with edited data"
      description="A new event: every step is done again, under new keys."
      footer={
        <>
          <Button
            look="primary"
            busy={busy}
            disabled={parsed.value === undefined}
            onClick={() => {
              if (parsed.value !== undefined) onReplay(parsed.value, version);
            }}
          >
            Replay
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <TextAreaField
        label="Body of the event, as JSON"
        mono
        autoFocus
        rows={14}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={parsed.problem}
      />
      <div className="mt-3">
        {isLive ? (
          <RadioCards
            label="Which version"
            titled
            value={version}
            onChange={setChosen}
            cards={[
              { value: 'latest', title: 'The latest version', detail: 'As the flow is published now.' },
              {
                value: 'original',
                title: 'The version that the run had',
                detail: 'When the flow was right as it was.',
              },
            ]}
          />
        ) : (
          <p className="text-ink-2">The flow is not published: the version that the run had is used.</p>
        )}
      </div>
      {error === null ? null : <ErrorBox error={error} className="mt-2" />}
    </Dialog>
  );
}
