import { ChevronDown, ChevronLeft, ChevronRight, CornerUpLeft } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { TraceNode } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';
import { shortValue } from '../../editor/preview/value-words.ts';
import { classNames, IconButton } from '../../ui/index.ts';
import { traceRows } from './trace-rows.ts';
import type { TraceRow } from './trace-rows.ts';

interface TraceTreeProps {
  readonly label: string;
  readonly text: string;
  readonly trace: TraceNode;
  readonly autoFocus: boolean;
  /** The row with the focus or under the pointer: what it covers of the formula is lit. */
  readonly onLook: (row: TraceRow | null) => void;
  /** Shows another item of a function over items, by where the function stands. */
  readonly onItem: (start: number, item: number) => void;
  /** Shows the source that a path reads. */
  readonly onSource: (id: string) => void;
}

/** A formula as a tree: what each part of it gave on the sample. */
export function TraceTree({ label, text, trace, autoFocus, onLook, onItem, onSource }: TraceTreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => traceRows(trace, text, toggled), [trace, text, toggled]);
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === cursor),
  );
  const toggle = (id: string): void => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  const goTo = (row: number): void => {
    const next = rows[Math.max(0, Math.min(row, rows.length - 1))];
    if (next === undefined) return;
    setCursor(next.id);
    onLook(next);
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[rows.indexOf(next)]?.focus();
  };
  const step = (row: TraceRow, by: number): void => {
    if (row.items === undefined) return;
    const { count, shown } = row.items;
    onItem(row.start, (shown + by + count) % count);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || !(event.target instanceof Element) || !event.target.matches('[role=treeitem]')) return;
    const act = keyActs({ row, rows, at, goTo, toggle, step, onSource })[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label={label}
      className="trace-tree"
      onKeyDown={onKeyDown}
      onPointerLeave={() => onLook(null)}
    >
      {rows.map((row, index) => (
        <div
          key={row.id}
          role="treeitem"
          aria-level={row.depth + 1}
          {...(row.branches ? { 'aria-expanded': row.isOpen } : {})}
          aria-selected={index === at}
          tabIndex={index === at ? 0 : -1}
          data-autofocus={autoFocus && index === 0 ? true : undefined}
          className={classNames('trace-row', row.state, row.kind === 'step' && 'step')}
          onFocus={(event) => {
            if (event.target !== event.currentTarget) return;
            setCursor(row.id);
            onLook(row);
          }}
          onPointerEnter={() => onLook(row)}
          onDoubleClick={() => row.branches && toggle(row.id)}
        >
          <span className="sr-only">{rowWords(row, text)}</span>
          <span style={{ width: row.depth * 16, flex: 'none' }} />
          <Twisty row={row} onToggle={() => toggle(row.id)} />
          <code aria-hidden className="label" title={text.slice(row.start, row.end)}>
            {row.label}
          </code>
          <span aria-hidden className="words">
            {row.words}
          </span>
          {row.items === undefined || row.items.count === 0 ? null : (
            <ItemSteps items={row.items} onStep={(by) => step(row, by)} isReached={index === at} />
          )}
          <TraceValue row={row} text={text} />
          {row.kind === 'path' || row.kind === 'step' ? (
            <IconButton
              icon={CornerUpLeft}
              size="small"
              look="ghost"
              tabIndex={index === at ? 0 : -1}
              label={`Go to the source ${row.label}`}
              onClick={() => onSource(row.id)}
            />
          ) : (
            <span className="w-6 flex-none" />
          )}
        </div>
      ))}
    </div>
  );
}

interface KeyActs extends Pick<TraceTreeProps, 'onSource'> {
  readonly row: TraceRow;
  readonly rows: readonly TraceRow[];
  readonly at: number;
  readonly goTo: (row: number) => void;
  readonly toggle: (id: string) => void;
  readonly step: (row: TraceRow, by: number) => void;
}

function keyActs({ row, rows, at, goTo, toggle, step, onSource }: KeyActs): Readonly<Record<string, () => void>> {
  const parent = rows.slice(0, at).findLastIndex(({ depth }) => depth < row.depth);
  const isSource = row.kind === 'path' || row.kind === 'step';
  return {
    ArrowDown: () => goTo(at + 1),
    ArrowUp: () => goTo(at - 1),
    Home: () => goTo(0),
    End: () => goTo(rows.length - 1),
    ArrowRight: () => (row.branches && !row.isOpen ? toggle(row.id) : goTo(row.branches ? at + 1 : at)),
    ArrowLeft: () => (row.isOpen ? toggle(row.id) : goTo(Math.max(0, parent))),
    ...(row.items === undefined ? {} : { '+': () => step(row, 1), '-': () => step(row, -1) }),
    ...(isSource ? { Enter: () => onSource(row.id) } : row.branches ? { Enter: () => toggle(row.id) } : {}),
  };
}

function Twisty({ row, onToggle }: { readonly row: TraceRow; readonly onToggle: () => void }) {
  if (!row.branches) return <span className="w-4 flex-none" />;
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  return (
    <span aria-hidden className="grid size-4 flex-none place-items-center text-ink-3" onClick={onToggle}>
      <Icon size={14} />
    </span>
  );
}

function ItemSteps({
  items,
  onStep,
  isReached,
}: {
  readonly items: { readonly count: number; readonly shown: number };
  readonly onStep: (by: number) => void;
  readonly isReached: boolean;
}) {
  const tabIndex = isReached ? 0 : -1;
  const isOnly = items.count < 2;
  return (
    <span className="items" role="group" aria-label="Shown item">
      <IconButton
        icon={ChevronLeft}
        size="small"
        look="ghost"
        label="Previous item"
        tabIndex={tabIndex}
        disabled={isOnly}
        onClick={() => onStep(-1)}
      />
      <span className="tabular">
        {items.shown + 1} of {items.count}
      </span>
      <IconButton
        icon={ChevronRight}
        size="small"
        look="ghost"
        label="Next item"
        tabIndex={tabIndex}
        disabled={isOnly}
        onClick={() => onStep(1)}
      />
    </span>
  );
}

function TraceValue({ row, text }: { readonly row: TraceRow; readonly text: string }) {
  if (row.error !== undefined) {
    return (
      <span aria-hidden className="value bad" title={row.error}>
        {row.error}
      </span>
    );
  }
  if (row.state === 'error')
    return (
      <span aria-hidden className="value bad">
        fails
      </span>
    );
  if (row.state === 'skipped')
    return (
      <span aria-hidden className="value faint">
        not looked at
      </span>
    );
  // A constant says its value already.
  if (row.kind === 'literal') return <span className="value" />;
  return (
    <code aria-hidden className="value">
      {shortValue((row.value ?? null) as Json, text.slice(row.start, row.end))}
    </code>
  );
}

function rowWords(row: TraceRow, text: string): string {
  const what = [row.label, row.words].filter((text) => text !== '').join(', ');
  if (row.error !== undefined) return `${what}: ${row.error}`;
  if (row.state === 'error') return `${what}: fails`;
  if (row.state === 'skipped') return `${what}: not looked at`;
  const item =
    row.items === undefined || row.items.count === 0 ? '' : `, item ${row.items.shown + 1} of ${row.items.count}`;
  return `${what}${item}: ${shortValue((row.value ?? null) as Json, text.slice(row.start, row.end))}`;
}
