import './table.css';
import { useMemo, useState } from 'react';
import { StatusStrip } from '../bar/status-strip.tsx';
import { useMapperData, useMapperState } from '../mapper-context.ts';
import { EmptyTarget } from '../schemas/empty-panels.tsx';
import { TableBar } from './table-bar.tsx';
import { TableGrid } from './table-grid.tsx';
import { tableRows } from './table-rows.ts';
import type { TableSort } from './table-rows.ts';

/** The mapping as the table that people agree on: one row for every row of the target, edited in place. */
export function TableView() {
  const data = useMapperData();
  const { targetNodes, targetAt } = data;
  const search = useMapperState((state) => state.search.target);
  const filter = useMapperState((state) => state.targetFilter);
  const suggestions = useMapperState((state) => state.suggestions);
  const { neverFilled } = useMapperState((state) => state.tests);
  const lead = useMapperState((state) => state.lead);
  const [sort, setSort] = useState<TableSort>(null);
  const [inWords, setInWords] = useState(() => localStorage.getItem(modeKey) === 'words');
  // The row that is worked on stays, also when it no longer is what the filter asks for.
  const pinned = lead === null || (search === '' && filter === 'all') ? undefined : targetAt.get(lead);
  const rows = useMemo(
    () => tableRows({ data, search, filter, suggestions, neverFilled, pinned }, sort),
    [data, search, filter, suggestions, neverFilled, pinned, sort],
  );
  return (
    <div className="mapper-table-view">
      <TableBar
        rows={rows}
        inWords={inWords}
        onWords={(next) => {
          setInWords(next);
          localStorage.setItem(modeKey, next ? 'words' : 'formulas');
        }}
      />
      {targetNodes.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-auto">
          <EmptyTarget isEmpty />
        </div>
      ) : (
        <TableGrid rows={rows} sort={sort} onSort={setSort} inWords={inWords} />
      )}
      <StatusStrip />
    </div>
  );
}

const modeKey = 'patchbay.layout.mapper.table.rules';
