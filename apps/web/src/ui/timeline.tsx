import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { barPlace, ticks } from './timeline-scale.ts';

export type BarTone = 'ok' | 'bad' | 'wait' | 'run' | 'neutral';

export interface TimelineBar {
  /** Milliseconds from the start of the axis. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly tone: BarTone;
  /** One word or a few: `201`, `sent, no answer in 5 s`. */
  readonly words?: string;
  /** Nothing happens here: `gap` waits for a retry (dotted), `open` waits for a person (dashed, open at the start). */
  readonly look?: 'bar' | 'gap' | 'open';
}

const tones: Readonly<Record<BarTone, string>> = {
  ok: 'border-ok bg-ok-soft text-ok',
  bad: 'border-bad bg-bad-soft text-bad',
  wait: 'border-wait bg-wait-soft text-wait',
  run: 'border-run bg-run-soft text-run',
  neutral: 'border-ctl-line bg-hover text-ink-2',
};

/** The three columns of the head and of every row: name, axis, duration. */
const columns = 'grid grid-cols-[minmax(160px,212px)_1fr_72px] gap-x-4 px-4';

export function TimelineHead({ spanMs, name }: { readonly spanMs: number; readonly name: string }) {
  return (
    <div
      className={classNames(
        columns,
        'sticky top-0 z-10 h-7 items-center border-b border-line bg-panel text-11 text-ink-3',
      )}
    >
      <span>{name}</span>
      <span className="tabular relative h-4">
        {ticks(spanMs).map((tick, index, all) => (
          <span
            key={tick.ms}
            className={classNames(
              'absolute whitespace-nowrap',
              index === all.length - 1 && tick.share > 0.95 && '-translate-x-full',
            )}
            style={{ left: `${tick.share * 100}%` }}
          >
            {tick.words}
          </span>
        ))}
      </span>
      <span className="text-right">Duration</span>
    </div>
  );
}

export interface TimelineRowProps {
  readonly spanMs: number;
  /** Icons and the name. */
  readonly name: ReactNode;
  readonly duration: string;
  readonly bars: readonly TimelineBar[];
  readonly selected?: boolean;
  readonly onSelect?: () => void;
}

/** Row 32, bar 16, at least 4 wide. One bar per try. */
export function TimelineRow({ spanMs, name, duration, bars, selected = false, onSelect }: TimelineRowProps) {
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={onSelect}
      className={classNames(
        columns,
        'h-8 w-full items-center text-left outline-offset-[-2px]',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex min-w-0 items-center gap-2">{name}</span>
      <span className="relative h-full">
        {ticks(spanMs).map((tick) => (
          <i
            key={tick.ms}
            aria-hidden
            className="absolute inset-y-0 w-px bg-line"
            style={{ left: `${tick.share * 100}%` }}
          />
        ))}
        {bars.map((bar, index) => (
          <Bar key={index} bar={bar} spanMs={spanMs} />
        ))}
      </span>
      <span className="tabular text-right whitespace-nowrap text-ink-2">{duration}</span>
    </button>
  );
}

function Bar({ bar, spanMs }: { readonly bar: TimelineBar; readonly spanMs: number }) {
  const place = barPlace(bar, spanMs);
  if (bar.look === 'gap') {
    return (
      <span className="@container absolute top-2 grid h-4 items-center" style={place} title={bar.words}>
        <i aria-hidden className="absolute inset-x-1 top-2 border-t border-dashed border-edge-on" />
        <span className="relative mx-auto hidden bg-panel px-1.5 text-11 whitespace-nowrap text-ink-3 @min-[84px]:block">
          {bar.words}
        </span>
      </span>
    );
  }
  return (
    <span
      className={classNames(
        '@container absolute top-2 h-4 min-w-1 overflow-hidden rounded-[3px] border text-11/[14px] font-medium whitespace-nowrap',
        tones[bar.tone],
        bar.look === 'open' && 'border-l-0 border-dashed bg-transparent',
      )}
      style={place}
      title={bar.words}
    >
      {/* A bar too short for a word shows none; its tooltip has it. */}
      {bar.words === undefined ? null : <span className="hidden truncate px-1 @min-[30px]:block">{bar.words}</span>}
    </span>
  );
}
