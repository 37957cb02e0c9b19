import { CircleCheck, ListTodo, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { Button, SearchField, Segmented } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { TargetFilter } from '../mapper.store.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { ExportMenu } from './export-menu.tsx';
import { useMetaEdits } from './use-meta-edits.ts';
import { filterCounts } from './table-rows.ts';
import type { FilterCounts } from './table-rows.ts';

interface TableBarProps {
  /** Indices of the shown rows. */
  readonly rows: readonly number[];
  readonly inWords: boolean;
  readonly onWords: (inWords: boolean) => void;
}

/** Search, filters with their counts, and what can be done with all or with the selected rows. */
export function TableBar({ rows, inWords, onWords }: TableBarProps) {
  const { store } = useMapper();
  const { mayEdit } = useHost();
  const search = useMapperState((state) => state.search.target);
  const several = useMapperState((state) => (state.selected.length > 1 ? state.selected : null));
  return (
    <div className="sheet-bar" role="toolbar" aria-label="Table">
      <SearchField
        label="Find in the table"
        data-find="target"
        frameClassName="w-52 flex-none"
        value={search}
        onChange={(text) => store.getState().show({ search: { ...store.getState().search, target: text } })}
      />
      {several === null || !mayEdit ? <Filters /> : <WithSeveral paths={several} />}
      <RowCount shown={rows.length} />
      <Segmented
        label="Rules as"
        size="small"
        value={inWords ? 'words' : 'formulas'}
        options={[
          { value: 'formulas', label: 'Formulas' },
          { value: 'words', label: 'In words' },
        ]}
        onChange={(next) => onWords(next === 'words')}
      />
      <ExportMenu rows={rows} />
    </div>
  );
}

function RowCount({ shown }: { readonly shown: number }) {
  const { targetNodes } = useMapperData();
  const all = targetNodes.length;
  return (
    <span className="counted" role="status">
      {shown === all ? `${all} ${all === 1 ? 'row' : 'rows'}` : `${shown} of ${all} rows`}
    </span>
  );
}

const filterWords: readonly (readonly [keyof FilterCounts, string])[] = [
  ['unmapped', 'No rule'],
  ['missing', 'Required, no rule'],
  ['problems', 'Problems'],
  ['todo', 'To do'],
  ['reviewed', 'Reviewed'],
  ['neverFilled', 'Never filled'],
];

function Filters() {
  const { store } = useMapper();
  const data = useMapperData();
  const filter = useMapperState((state) => state.targetFilter);
  const { neverFilled } = useMapperState((state) => state.tests);
  const counts = useMemo(() => filterCounts(data, neverFilled), [data, neverFilled]);
  const put = (next: TargetFilter): void => store.getState().show({ targetFilter: next });
  const isListed = filterWords.some(([id]) => id === filter);
  return (
    <div className="filters" role="group" aria-label="Rows that are shown">
      <button type="button" className="filter" aria-pressed={filter === 'all'} onClick={() => put('all')}>
        All
      </button>
      {filterWords.map(([id, words]) =>
        counts[id] === 0 && filter !== id ? null : (
          <button
            key={id}
            type="button"
            className="filter"
            aria-pressed={filter === id}
            title={id === 'neverFilled' ? 'Rules that got no value in any sample' : undefined}
            onClick={() => put(filter === id ? 'all' : id)}
          >
            {words} <b>{counts[id]}</b>
          </button>
        ),
      )}
      {filter === 'all' || isListed ? null : (
        <button type="button" className="filter" aria-pressed onClick={() => put('all')}>
          {filter === 'mapped' ? 'Mapped' : 'Suggested'}
        </button>
      )}
    </div>
  );
}

/** What can be done with several rows at once, in one step. */
function WithSeveral({ paths }: { readonly paths: readonly string[] }) {
  const { setStatus } = useMetaEdits();
  const { remove } = useRuleActions();
  return (
    <div className="filters" role="group" aria-label="With the selected rows">
      <span className="counted">{paths.length} rows selected</span>
      <Button size="small" icon={ListTodo} onClick={() => setStatus(paths, 'todo')}>
        To do
      </Button>
      <Button size="small" icon={CircleCheck} onClick={() => setStatus(paths, 'reviewed')}>
        Reviewed
      </Button>
      <Button size="small" onClick={() => setStatus(paths, undefined)}>
        No status
      </Button>
      <Button size="small" look="danger" icon={Trash2} onClick={() => remove(paths)}>
        Remove rules
      </Button>
    </div>
  );
}
