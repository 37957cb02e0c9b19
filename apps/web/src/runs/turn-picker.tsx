import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { TurnShown } from '../editor/canvas/index.ts';
import { Button, CountPill, IconButton } from '../ui/index.ts';

export interface TurnPickerProps {
  readonly shown: TurnShown;
  readonly onChoose: (turn: number) => void;
}

/** Leafs through the turns of a loop; people count from 1. */
export function TurnPicker({ shown: { index, count, concerning }, onChoose }: TurnPickerProps) {
  const next = concerning.find((turn) => turn > index) ?? concerning.find((turn) => turn !== index);
  return (
    <div className="flex min-h-9 flex-none items-center gap-1 border-t border-line px-4" role="group" aria-label="Turn">
      <IconButton
        size="small"
        icon={ChevronLeft}
        label="The turn before"
        disabled={index === 0}
        onClick={() => onChoose(index - 1)}
      />
      <span className="tabular whitespace-nowrap" aria-live="polite">
        Turn {(index + 1).toLocaleString('en')} of {count.toLocaleString('en')}
      </span>
      <IconButton
        size="small"
        icon={ChevronRight}
        label="The next turn"
        disabled={index >= count - 1}
        onClick={() => onChoose(index + 1)}
      />
      <span className="flex-1" />
      {concerning.length === 0 ? null : (
        <>
          <CountPill count={concerning.length} tone="bad" label="failed or waiting" />
          <Button
            size="small"
            disabled={next === undefined}
            onClick={() => {
              if (next !== undefined) onChoose(next);
            }}
          >
            Next failed
          </Button>
        </>
      )}
    </div>
  );
}
