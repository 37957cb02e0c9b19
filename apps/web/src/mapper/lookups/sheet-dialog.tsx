import type { LookupTable } from '@patchbay/model/mapping';
import { useState } from 'react';
import { Button, Dialog } from '../../ui/index.ts';
import { draftMistake, draftOf, TableEditor, tableOf, useHistory } from '../lookup-sheet/index.ts';

interface SheetDialogProps {
  readonly name: string;
  readonly table: LookupTable;
  readonly disabled: boolean;
  readonly onTake: (table: LookupTable) => void;
  readonly onClose: () => void;
}

/** A table of the document in the sheet; what is taken is one step of undo of the mapping. */
export function SheetDialog({ name, table, disabled, onTake, onClose }: SheetDialogProps) {
  const [before] = useState(() => draftOf(table));
  const draft = useHistory(before);
  const mistake = draftMistake(draft.now);
  const close = (): void => {
    if (draft.now === before || window.confirm('Leave the table without taking the changes?')) onClose();
  };
  return (
    <Dialog
      onClose={close}
      title={`Table ${name}`}
      size="large"
      footer={
        disabled ? undefined : (
          <>
            <Button
              look="primary"
              disabled={mistake !== undefined || draft.now === before}
              onClick={() => onTake(tableOf(draft.now))}
            >
              Take it
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </>
        )
      }
    >
      <div className="flex h-[56vh] min-h-60 flex-col rounded-1 border border-line">
        <TableEditor draft={draft} disabled={disabled} />
      </div>
    </Dialog>
  );
}
