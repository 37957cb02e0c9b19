import { ListFilter, Search, X } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../ui/index.ts';
import { useMapper, useMapperState } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { NewerSign } from '../schemas/newer-sign.tsx';
import { DrillCrumbs } from './drill-crumbs.tsx';
import { PanelMenu } from './panel-menu.tsx';
import { allShown, useFilterWords } from './side-filter.ts';

interface PanelHeadProps {
  readonly side: Side;
  readonly rows: SideRows<TreeNode>;
  readonly title: string;
  readonly detail: string;
}

/** What the side is, its own search box, and how its rows are shown. */
export function PanelHead({ side, rows, title, detail }: PanelHeadProps) {
  const { store } = useMapper();
  const field = useRef<HTMLInputElement>(null);
  const search = useMapperState((state) => state.search[side]);
  const filter = useFilterWords(side);
  const put = (text: string): void => store.getState().show({ search: { ...store.getState().search, [side]: text } });
  return (
    <header className="panel-head">
      {rows.top < 0 ? (
        <>
          <b title={title}>{title}</b>
          {filter === undefined ? (
            <span className="detail" title={detail}>
              {detail}
            </span>
          ) : (
            <FilterSign
              words={filter}
              onAll={() => {
                store.getState().show(allShown(side));
                // The sign goes, and with it the focus.
                field.current?.focus();
              }}
            />
          )}
          <NewerSign side={side} />
        </>
      ) : (
        <DrillCrumbs side={side} rows={rows} title={title} />
      )}
      <label className="find">
        <Search size={12} aria-hidden />
        <input
          ref={field}
          type="search"
          role="searchbox"
          data-find={side}
          aria-label={side === 'source' ? 'Find source' : 'Find target'}
          placeholder={side === 'source' ? 'Find source' : 'Find target'}
          value={search}
          onChange={(event) => put(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && search !== '') {
              event.stopPropagation();
              put('');
            }
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              document.querySelector<HTMLElement>(`.mapper-scroller.${side} [role=treeitem][tabindex="0"]`)?.focus();
            }
          }}
        />
        {search === '' ? null : (
          <button type="button" aria-label="Clear the search" onClick={() => put('')}>
            <X size={12} aria-hidden />
          </button>
        )}
      </label>
      <PanelMenu
        side={side}
        trigger={
          <IconButton
            icon={ListFilter}
            size="small"
            label={side === 'source' ? 'Which source fields are shown' : 'Which target fields are shown'}
            {...(filter === undefined ? {} : { className: 'bg-accent-soft text-accent-text' })}
          />
        }
      />
    </header>
  );
}

/** That not all rows are shown, and the way back to all. */
function FilterSign({ words, onAll }: { readonly words: string; readonly onAll: () => void }) {
  return (
    <button
      type="button"
      className="filter-sign"
      aria-label={`Only: ${words}. Show all fields`}
      title="Show all fields"
      onClick={onAll}
    >
      <span>{words}</span>
      <X size={12} aria-hidden />
    </button>
  );
}
