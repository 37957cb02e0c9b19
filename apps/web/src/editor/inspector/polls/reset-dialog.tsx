import { parseJson } from '@patchbay/codecs';
import type { Json } from '@patchbay/model/schema';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { Button, Checkbox, Dialog, RadioCards, TextAreaField } from '../../../ui/index.ts';
import { operationOf } from '../../catalogue.ts';
import { useEditor } from '../../editor-context.ts';
import { useTriggerChanged } from '../live-trigger.tsx';
import type { FactsOf } from '../live-trigger.tsx';

type From = 'now' | 'cursor' | 'beginning';

interface ResetDialogProps {
  readonly facts: FactsOf<'poll'>;
  readonly operation: string;
  readonly onClose: () => void;
}

/** Lets a poll start again from another place, and says what that does. */
export function ResetDialog({ facts, operation, onClose }: ResetDialogProps) {
  const { flowId, catalogue } = useEditor();
  const changed = useTriggerChanged();
  const example = operationOf(catalogue, operation)?.poll?.exampleCursor ?? null;
  const [from, setFrom] = useState<From>('now');
  const [again, setAgain] = useState(false);
  const [text, setText] = useState(() => JSON.stringify(facts.cursor ?? example, null, 2));
  const cursor = readCursor(text);
  const reset = useMutation(
    trpc.trigger.reset.mutationOptions({
      onSuccess: async () => {
        onClose();
        await changed('The trigger starts again from there');
      },
    }),
  );
  const send = (): void => {
    const to = from === 'cursor' ? { from, cursor: cursor.value } : { from };
    reset.mutate({ flowId, nodeId: facts.nodeId, to, again: from !== 'now' && again });
  };
  return (
    <Dialog
      onClose={onClose}
      title="Start again from…"
      description={`Its place now: ${facts.place}. Runs that were started stay as they are.`}
      footer={
        <>
          <Button
            look="primary"
            busy={reset.isPending}
            disabled={from === 'cursor' && cursor.mistake !== null}
            onClick={send}
          >
            Start from there
          </Button>
          <Button onClick={onClose}>Leave its place</Button>
        </>
      }
    >
      <div className="grid gap-3">
        <RadioCards<From>
          label="Start again from"
          value={from}
          onChange={setFrom}
          cards={[
            { value: 'now', title: 'Now', detail: 'What came until now and was not found yet starts no run.' },
            {
              value: 'cursor',
              title: 'A place of your own',
              detail: 'For example one that it had before.',
              extra: (
                <TextAreaField
                  label="Place"
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                  rows={6}
                  spellCheck={false}
                  className="font-mono"
                  hint={`Written like ${JSON.stringify(example)}`}
                  {...(cursor.mistake === null ? {} : { error: cursor.mistake })}
                />
              ),
            },
            { value: 'beginning', title: 'The beginning', detail: 'All that is there is looked at once more.' },
          ]}
        />
        {from === 'now' ? null : (
          <Checkbox
            checked={again}
            onChange={setAgain}
            label="Items that started a run before start another one"
            hint="What those runs do is done again. Without this they are recognised and left out, for 30 days after they were found."
          />
        )}
        {reset.error === null ? null : <ErrorBox error={reset.error} />}
      </div>
    </Dialog>
  );
}

function readCursor(text: string): { readonly value: Json; readonly mistake: string | null } {
  try {
    return { value: parseJson(text), mistake: null };
  } catch (error) {
    return { value: null, mistake: `Not JSON yet: ${error instanceof Error ? error.message : String(error)}` };
  }
}
