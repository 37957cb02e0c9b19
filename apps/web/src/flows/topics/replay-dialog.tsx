import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, Dialog, Field, TextInput, toast, useNow, zoneName } from '../../ui/index.ts';
import type { Subscriber } from './subscriber-table.tsx';

const hourMs = 3_600_000;

/** As the control for dates and times wants it: the viewer's time, to the minute. */
function localText(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

interface ReplayDialogProps {
  readonly topic: string;
  readonly subscriber: Subscriber;
  readonly onClose: () => void;
}

/** Sends a subscriber back to a time. */
export function ReplayDialog({ topic, subscriber, onClose }: ReplayDialogProps) {
  const client = useQueryClient();
  const now = useNow(undefined);
  const [text, setText] = useState(() => localText(new Date(now.getTime() - hourMs)));
  const since = new Date(text);
  const isTime = !Number.isNaN(since.getTime());
  const replay = useMutation(
    trpc.topic.replay.mutationOptions({
      onSuccess: ({ messages }) => {
        void client.invalidateQueries({ queryKey: trpc.topic.pathKey() });
        const count = messages === 1 ? '1 message' : `${messages} messages`;
        toast(messages === 0 ? 'There is nothing to replay' : `${subscriber.flowName} gets ${count} once more`, {
          detail:
            messages === 0 ? 'It has got no message since that time, or the topic does not hold it any more.' : topic,
        });
        onClose();
      },
    }),
  );
  const { flowId, nodeId } = subscriber;
  return (
    <Dialog
      onClose={onClose}
      title={`Replay “${topic}” for ${subscriber.flowName}`}
      description="The flow gets the messages since this time once more, as new events: each starts another run, and what its runs do is done again. Other subscribers are not affected."
      footer={
        <>
          <Button
            look="primary"
            busy={replay.isPending}
            disabled={!isTime}
            onClick={() => replay.mutate({ name: topic, flowId, nodeId, since: since.toISOString() })}
          >
            Replay as new events
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <Field
        label="Messages since"
        hint={`In your time zone, ${zoneName(now)}. Messages that it has not got yet stay as they are.`}
      >
        {({ id, describedBy }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            type="datetime-local"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {replay.error === null ? null : <ErrorBox error={replay.error} className="mt-3" />}
    </Dialog>
  );
}
