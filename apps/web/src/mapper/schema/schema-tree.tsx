import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames } from '../../ui/index.ts';
import { TypeIcon } from '../canvas/type-icon.tsx';
import { rowByLetters, treeKey } from '../canvas/tree-keys.ts';
import { siblingsOf } from '../rows/siblings.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { aliasOf, shapeFacts, typeIcon, typeWord } from '../rows/type-words.ts';
import type { SchemaRows } from './use-schema-rows.ts';

export interface SchemaTreeProps {
  readonly label: string;
  readonly rows: SchemaRows;
  /** The path of the chosen field. */
  readonly selected?: string | null;
  readonly onSelect?: (node: SourceNode) => void;
  /** Fields that something is said about: a dot, with these words. */
  readonly marked?: ReadonlyMap<string, string>;
  /** Beside the names what the fields are for; too narrow places leave it out. */
  readonly descriptions?: boolean;
  readonly className?: string;
}

const rowHeight = 24;
/** Milliseconds between letters that belong to one name. */
const oneWord = 1_200;

/** The fields of a schema to look at and to choose from, drawn where they are seen; all by arrow keys and letters too. */
export function SchemaTree({
  label,
  rows,
  selected,
  onSelect,
  marked,
  descriptions = false,
  className,
}: SchemaTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const focusWanted = useRef(false);
  const typed = useRef({ text: '', at: 0 });
  const cursorRow = Math.max(
    0,
    rows.rows.findIndex((at) => rows.nodes[at]?.key === cursorKey),
  );
  const siblings = useMemo(() => siblingsOf(rows.nodes, rows.rows), [rows.nodes, rows.rows]);
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: 4,
    paddingEnd: 12,
  });
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]');
    if (row === null || row === undefined) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  });
  const goTo = (row: number): void => {
    const node = rows.nodes[rows.rows[row] ?? -1];
    if (node === undefined) return;
    focusWanted.current = true;
    setCursorKey(node.key);
    onSelect?.(node);
    virtual.scrollToIndex(row, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 480) / rowHeight) - 1);
    const move = treeKey(event, { rows, row: cursorRow, page });
    if (move === undefined) {
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === ' ') return;
      const text = event.timeStamp - typed.current.at < oneWord ? typed.current.text + event.key : event.key;
      typed.current = { text, at: event.timeStamp };
      const row = rowByLetters({ ...rows, nodes: rows.nodes }, cursorRow, text);
      if (row !== undefined) goTo(row);
      return;
    }
    event.preventDefault();
    if ('row' in move) goTo(move.row);
    else toggle(cursorRow);
  };
  const toggle = (row: number): void => {
    const node = rows.nodes[rows.rows[row] ?? -1];
    if (node === undefined) return;
    setCursorKey(node.key);
    rows.toggle(node);
  };
  return (
    <div ref={scroller} className={classNames('min-h-0 flex-1 overflow-auto', className)}>
      <div
        role="tree"
        aria-label={label}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map((item) => {
          const index = rows.rows[item.index] ?? -1;
          const node = rows.nodes[index];
          return node === undefined ? null : (
            <div
              key={node.key}
              role="treeitem"
              aria-level={node.depth + 1}
              aria-posinset={siblings[item.index]?.position}
              aria-setsize={siblings[item.index]?.count}
              aria-selected={selected !== undefined && node.shape?.path === selected}
              {...(node.branches ? { 'aria-expanded': rows.isOpen(index) } : {})}
              tabIndex={item.index === cursorRow ? 0 : -1}
              title={[node.name, ...shapeFacts(node.shape)].join('\n')}
              className="absolute inset-x-0 flex h-6 items-center gap-1.5 px-3 outline-offset-[-2px] hover:bg-hover aria-selected:bg-accent-soft"
              style={{ top: item.start }}
              onClick={(event) => {
                const onTwisty = event.target instanceof Element && event.target.closest('[data-twisty]') !== null;
                if (onTwisty || onSelect === undefined) toggle(item.index);
                else goTo(item.index);
              }}
              onDoubleClick={() => toggle(item.index)}
            >
              <Row
                node={node}
                isOpen={rows.isOpen(index)}
                mark={marked?.get(node.shape?.path ?? '')}
                descriptions={descriptions}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly node: SourceNode;
  readonly isOpen: boolean;
  readonly mark: string | undefined;
  readonly descriptions: boolean;
}

function Row({ node, isOpen, mark, descriptions }: RowProps) {
  const { shape } = node;
  const many = shape?.cardinality === 'many';
  const type = shape === undefined ? '' : typeWord(shape);
  const isRequired = shape?.required === true && node.kind === 'field' && shape.kind !== 'mapValue';
  const alias = aliasOf(shape);
  const isStructure = (shape?.childCount ?? 0) > 0;
  const Twisty = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <span
        className={classNames('flex min-w-0 items-center gap-1.5', descriptions && 'w-1/2 flex-none')}
        style={{ paddingLeft: node.depth * 20 }}
      >
        <span
          className="grid size-3.5 flex-none place-items-center text-ink-3"
          data-twisty={node.branches ? '' : undefined}
        >
          {node.branches ? <Twisty size={14} aria-hidden /> : null}
        </span>
        <TypeIcon name={typeIcon(shape)} />
        <span className={classNames('truncate', isStructure && 'font-semibold')}>{alias ?? node.name}</span>
        {isRequired ? (
          <span className="-ml-1 text-bad" title="required">
            *<span className="sr-only"> required</span>
          </span>
        ) : null}
        {alias === undefined ? null : <code className="truncate text-ink-3">{node.name}</code>}
        <span className="flex-none text-ink-3">
          {many ? (isStructure || type === '' ? '[ ]' : `list of ${type}`) : isStructure ? '' : type}
        </span>
        {mark === undefined ? null : (
          <span className="size-1.5 flex-none rounded-full bg-chg" title={mark}>
            <span className="sr-only">{mark}</span>
          </span>
        )}
      </span>
      {descriptions ? (
        <span className="min-w-0 flex-1 truncate text-12 text-ink-3">{shape?.schema.description}</span>
      ) : null}
    </>
  );
}
