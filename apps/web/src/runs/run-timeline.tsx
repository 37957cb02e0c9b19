import type { Catalogue } from '../editor/catalogue.ts';
import { nodeIcon } from '../editor/catalogue.ts';
import { NamedIcon, StatusIcon, TimelineHead, TimelineRow } from '../ui/index.ts';
import { rowLabel } from './step-rows.ts';
import type { StepTimeline } from './step-rows.ts';

export interface RunTimelineProps {
  readonly timeline: StepTimeline;
  readonly catalogue: Catalogue;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

export function RunTimeline({ timeline: { rows, spanMs }, catalogue, selected, onSelect }: RunTimelineProps) {
  return (
    <div className="pb-2">
      <TimelineHead name="Step" spanMs={spanMs} />
      {rows.length === 0 ? <p className="px-4 py-3 text-ink-3">No step has begun yet.</p> : null}
      {rows.map((row) => (
        <TimelineRow
          key={row.path}
          spanMs={spanMs}
          selected={row.path === selected}
          onSelect={() => onSelect(row.path)}
          duration={row.duration}
          bars={row.bars}
          name={
            <>
              <StatusIcon look={row.look} size={14} label={row.words} />
              <span className="text-ink-3">
                <NamedIcon name={row.node === undefined ? 'puzzle' : nodeIcon(row.node, catalogue)} size={14} />
              </span>
              <span className="truncate">
                {rowLabel(row)}
                {row.attempts > 1 ? <span className="text-ink-3"> {row.attempts} attempts</span> : null}
              </span>
            </>
          }
        />
      ))}
    </div>
  );
}
