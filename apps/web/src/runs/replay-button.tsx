import type { Json } from '@patchbay/model/schema';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { Button, Dialog, Menu, TextAreaField, toast } from '../ui/index.ts';
import { parseJsonText } from './json-text.ts';

export interface ReplayButtonProps {
  readonly runId: string;
  /** The event's body, when it is JSON: what editing starts from. */
  readonly body: Json;
}

/** Replays: the same event through the same or the latest version, or all of it anew. */
export function ReplayButton({ runId, body }: ReplayButtonProps) {
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
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
            detail: 'What was done stays done; the rest runs as published now.',
            onSelect: () => replay.mutate({ runId, mode: 'same', version: 'latest' }),
          },
          'divider',
          {
            label: 'As a new event',
            detail: 'Everything is done again, under new keys.',
            danger: true,
            onSelect: () => replay.mutate({ runId, mode: 'asNewEvent', version: 'latest' }),
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
          busy={replay.isPending}
          error={replay.error}
          onClose={() => setEditing(false)}
          onReplay={(payload) => replay.mutate({ runId, mode: 'asNewEvent', version: 'latest', payload })}
        />
      ) : null}
    </>
  );
}

interface EditedReplayProps {
  readonly body: Json;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onReplay: (payload: Json) => void;
}

function EditedReplay({ body, busy, error, onClose, onReplay }: EditedReplayProps) {
  const [text, setText] = useState(() => JSON.stringify(body, null, 2));
  const parsed = parseJsonText(text);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      size="medium"
      title="Replay with edited data"
      description="A new event through the latest version: every step is done again, under new keys."
      footer={
        <>
          <Button
            look="primary"
            busy={busy}
            disabled={parsed.value === undefined}
            onClick={() => {
              if (parsed.value !== undefined) onReplay(parsed.value);
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
        rows={18}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={parsed.problem}
      />
      {error === null ? null : <ErrorBox error={error} className="mt-2" />}
    </Dialog>
  );
}
