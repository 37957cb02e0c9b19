import { memo } from 'react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';
import { useHost, useMapperData, useMapperState } from '../mapper-context.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { RuleTableCell } from './rule-table-cell.tsx';
import type { CellEdit } from './sheet-context.ts';
import { SourcesCell } from './sources-cell.tsx';
import { StatusCell } from './status-cell.tsx';
import { tableColumns } from './table-columns.ts';
import type { ColumnId } from './table-columns.ts';
import { TargetCell, TypeCell } from './target-cell.tsx';
import { TextCell } from './text-cell.tsx';
import { suggestionOf } from '../canvas/row-suggestion.ts';
import { ValueCell } from '../canvas/value-cell.tsx';

interface TableRowProps {
  readonly node: TargetNode;
  /** From 0, as the rows are shown. */
  readonly row: number;
  readonly top: number;
  readonly height: number;
  /** The column of the cursor when it stands on this row, else −1. */
  readonly column: number;
  readonly editing: CellEdit | null;
  readonly inWords: boolean;
  /** The rows around it are those of the target: names are enough. Else it says its whole path. */
  readonly isNested: boolean;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { node, row, top, height, column } = props;
  const { meter } = useMapperData();
  const isSelected = useMapperState((state) => node.part === '' && state.selected.includes(node.path));
  const isEditing = useMapperState((state) => state.editing?.path === node.path) || props.editing !== null;
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      data-key={node.key}
      className={classNames(
        'sheet-line row',
        !isLeaf(node) && node.part === '' && 'group',
        node.part !== '' && 'part',
        meter.missing.has(node.key) && 'missing',
        node.isStray && 'stray',
      )}
      style={{ top, height, ...(isEditing ? { zIndex: 3 } : {}) }}
    >
      {tableColumns.map(({ id }, at) => (
        <div
          key={id}
          role="gridcell"
          aria-colindex={at + 1}
          tabIndex={at === column ? 0 : -1}
          className={classNames('sheet-cell', looks[id], props.editing?.column === id && 'editing')}
        >
          <CellContent {...props} id={id} />
        </div>
      ))}
    </div>
  );
});

const looks: Readonly<Record<ColumnId, string>> = {
  target: '',
  type: 'small dim',
  rule: 'rule',
  sources: 'small',
  sample: '',
  status: 'small',
  comment: 'small',
  owner: 'small dim',
};

function CellContent({ id, node, editing, inWords, isNested }: TableRowProps & { readonly id: ColumnId }): ReactNode {
  const { problemsAt, results } = useMapperData();
  const { mayEdit } = useHost();
  const suggestion = useMapperState(({ suggestions }) =>
    id === 'sample' ? suggestionOf(suggestions, node) : undefined,
  );
  const edited = editing?.column === id ? editing : null;
  switch (id) {
    case 'target':
      return <TargetCell node={node} isNested={isNested} />;
    case 'type':
      return <TypeCell node={node} />;
    case 'rule':
      return <RuleTableCell node={node} inWords={inWords} />;
    case 'sources':
      return <SourcesCell node={node} />;
    case 'sample':
      return (
        <ValueCell
          node={node}
          suggestion={suggestion}
          problems={problemsAt.get(node.key) ?? []}
          result={results.get(node.key)}
          mayEdit={mayEdit}
        />
      );
    case 'status':
      return <StatusCell node={node} isOpen={edited !== null} />;
    case 'comment':
    case 'owner':
      return <TextCell node={node} column={id} editing={edited} />;
  }
}
