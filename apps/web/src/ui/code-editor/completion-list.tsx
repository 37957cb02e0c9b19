import { Braces, SquareFunction } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';
import type { Completion } from './code-field.tsx';

interface CompletionListProps {
  readonly id: string;
  readonly items: readonly Completion[];
  readonly chosen: number;
  readonly onAccept: (item: Completion) => void;
}

/** What could stand at the caret. The field keeps the focus; the pointer may choose too. */
export function CompletionList({ id, items, chosen, onAccept }: CompletionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label="Completions"
      className="pointer-events-auto max-h-60 min-h-0 overflow-auto rounded-2 bg-raised p-1 shadow-3"
    >
      {items.map((item, index) => (
        <li
          key={`${item.kind}${item.label}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className={classNames(
            'flex min-h-6 items-center gap-2 rounded-1 px-2',
            index === chosen ? 'bg-accent-soft' : 'hover:bg-hover',
          )}
          onPointerDown={(event) => {
            event.preventDefault();
            onAccept(item);
          }}
        >
          {item.kind === 'function' ? (
            <SquareFunction size={14} aria-hidden className="text-ink-3" />
          ) : (
            <Braces size={14} aria-hidden className="text-ink-3" />
          )}
          <span className="code truncate">{item.label}</span>
          {item.detail === undefined ? null : (
            <span className="code ml-auto truncate pl-4 text-ink-3">{item.detail}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
