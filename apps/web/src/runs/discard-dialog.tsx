import type { ApiInputs } from '@patchbay/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Button, Dialog, TextAreaField, toast } from '../ui/index.ts';

export interface DiscardDialogProps {
  /** Null: closed. */
  readonly which: Pick<ApiInputs['deadLetter']['discard'], 'kind' | 'runIds' | 'all'> | null;
  readonly words: string;
  readonly onClose: () => void;
}

/** Nothing more is done for what is discarded, so it asks why; the reason stands in the audit. */
export function DiscardDialog({ which, words, onClose }: DiscardDialogProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const discard = useMutation(
    trpc.deadLetter.discard.mutationOptions({
      onSuccess: ({ discarded }) => {
        toast(`${discarded} discarded`);
        setReason('');
        onClose();
        void client.invalidateQueries({ queryKey: trpc.deadLetter.pathKey() });
      },
    }),
  );
  return (
    <Dialog
      open={which !== null}
      onClose={onClose}
      title={`Discard ${words}`}
      description="What is discarded leaves the list for good. Runs and what they did stay as they are."
      footer={
        <>
          <Button
            look="primary"
            busy={discard.isPending}
            disabled={reason.trim() === ''}
            onClick={() => {
              if (which !== null) discard.mutate({ ...which, reason });
            }}
          >
            Discard
          </Button>
          <Button onClick={onClose}>Keep</Button>
        </>
      }
    >
      <TextAreaField
        label="Why nothing more is to be done"
        required
        autoFocus
        rows={3}
        maxLength={500}
        placeholder="Refunded by hand in the payment system."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        hint="It stands in the audit with your name."
      />
      {discard.error === null ? null : <ErrorBox error={discard.error} className="mt-3" />}
    </Dialog>
  );
}
