import type { ReactNode } from 'react';
import { Button, Dialog } from '../ui/index.ts';

export interface LiveFlow {
  readonly id: string;
  readonly name: string;
}

interface LiveFlowDialogProps {
  readonly title: string;
  readonly description: string;
  /** What it means for each thing that the flow has to do with, a sentence each. */
  readonly means: readonly string[];
  readonly action: { readonly label: string; readonly look: 'primary' | 'danger'; readonly busy: boolean };
  readonly onAction: () => void;
  /** What closing it without a decision is called. */
  readonly keep: string;
  readonly onClose: () => void;
  /** Why it was refused. */
  readonly children: ReactNode;
}

/** Says what a change of a live flow means before it is made. */
export function LiveFlowDialog({ title, description, means, action, onAction, ...rest }: LiveFlowDialogProps) {
  return (
    <Dialog
      onClose={rest.onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button look={action.look} busy={action.busy} onClick={onAction}>
            {action.label}
          </Button>
          <Button onClick={rest.onClose}>{rest.keep}</Button>
        </>
      }
    >
      <ul className="grid list-disc gap-1 pl-4 text-ink-2">
        {means.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {rest.children}
    </Dialog>
  );
}
