import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { type JsonLine, jsonLines, type JsonValue, sizeWords } from './json-lines.ts';

const rowHeight = 20;
/** Longer texts are cut on the line; copying takes them whole. */
const longText = 500;

export interface JsonViewProps {
  readonly value: JsonValue;
  readonly label: string;
  /** Stands in the head, before the size: `POST /v1/parcels`. */
  readonly heading?: ReactNode;
  readonly className?: string;
}

/** A value to read: a tree whose rows are drawn only where they are seen. */
export function JsonView({ value, label, heading, className }: JsonViewProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map());
  const lines = useMemo(() => jsonLines(value, { toggled, pages }), [value, toggled, pages]);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  const toggle = (path: string) =>
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const more = (path: string) => setPages((before) => new Map(before).set(path, (before.get(path) ?? 1) + 1));
  return (
    <div className={classNames('flex min-h-0 flex-1 flex-col bg-sunken', className)}>
      <div className="flex h-8 flex-none items-center gap-2 pt-1 pr-3 pl-4">
        <span className="code min-w-0 flex-1 truncate text-ink-3">{heading}</span>
        <span className="text-12 text-ink-3">{sizeWords(new TextEncoder().encode(text).length)}</span>
        <CopyButton text={text} label="Copy as JSON" />
      </div>
      <div
        ref={scroller}
        role="group"
        tabIndex={0}
        aria-label={label}
        className="min-h-0 flex-1 overflow-auto pb-3 outline-offset-[-2px]"
      >
        <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return line === undefined ? null : (
              <div
                key={row.key}
                className="absolute inset-x-0 top-0 h-5"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Line line={line} onToggle={() => toggle(line.path)} onMore={() => more(line.path)} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Line({
  line,
  onToggle,
  onMore,
}: {
  readonly line: JsonLine;
  readonly onToggle: () => void;
  readonly onMore: () => void;
}) {
  const indent = { paddingLeft: 16 + line.depth * 14 };
  const [open, close] = Array.isArray(line.value) ? ['[', ']'] : ['{', '}'];
  switch (line.kind) {
    case 'end':
      return (
        <div className="code leading-5! whitespace-pre" style={indent}>
          {close}
        </div>
      );
    case 'more':
      return (
        <button type="button" onClick={onMore} className="code leading-5! text-accent-text underline" style={indent}>
          show more, {line.count} left
        </button>
      );
    case 'open':
    case 'closed':
      return (
        <button
          type="button"
          aria-expanded={line.kind === 'open'}
          onClick={onToggle}
          className="code group relative flex items-center pr-4 leading-5! whitespace-pre outline-offset-[-2px]"
          style={indent}
        >
          <ChevronDown
            size={12}
            aria-hidden
            className={classNames('absolute -translate-x-[13px] text-ink-3', line.kind === 'closed' && '-rotate-90')}
          />
          <Name line={line} />
          {open}
          {line.kind === 'closed' ? (
            <>
              <span className="text-ink-3"> {line.count === 1 ? '1 entry' : `${line.count} entries`} </span>
              {close}
            </>
          ) : null}
        </button>
      );
    case 'value':
      return (
        <div className="code pr-4 leading-5! whitespace-pre" style={indent}>
          <Name line={line} />
          <Value value={line.value} />
        </div>
      );
  }
}

function Name({ line }: { readonly line: JsonLine }) {
  return line.name === undefined ? null : (
    <>
      <span className="text-ink-2">{line.name}</span>:{' '}
    </>
  );
}

function Value({ value }: { readonly value: JsonValue }) {
  if (value === null) return <span className="text-ink-3">null</span>;
  if (typeof value === 'string') {
    const cut = value.length > longText;
    return (
      <>
        <span className="text-ok">{JSON.stringify(cut ? value.slice(0, longText) : value)}</span>
        {cut ? <span className="text-ink-3"> … {value.length} characters</span> : null}
      </>
    );
  }
  if (typeof value === 'number') return <span className="text-wait">{String(value)}</span>;
  if (typeof value === 'boolean') return <span className="text-chg">{String(value)}</span>;
  return <span>{Array.isArray(value) ? '[ ]' : '{ }'}</span>;
}
