import { ArrowDown, PencilLine, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Divider, many } from '../../ui/index.ts';
import { isSamePlace } from '../drafts/formula-draft.ts';
import { draftAfterRow, waitingDrafts } from '../drafts/row-draft.ts';
import { rowPart } from '../rows/edited-part.ts';
import type { Drawn } from '../lines/canvas-link.ts';
import { DrawnText, useDrawn } from '../lines/drawn-text.tsx';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { SaveAsTest } from '../tests/save-as-test.tsx';
import { FixButton } from '../problems/fix-button.tsx';
import { problemPath, problemWords } from '../problems/problem-words.ts';
import { ItemStepper } from './item-stepper.tsx';
import { rowsBelowWords } from './rows-below-words.ts';

/** Below the trees: what is out of view, which item is shown, and what is wrong with the selected row. */
export function StatusStrip() {
  return (
    <div className="status-holder">
      <div className="status-strip">
        <RowsBelow />
        <ItemStepper />
        <NotApplied />
        <RowProblem />
        <span className="flex-1" />
        <UnusedFields />
        <SaveAsTest />
      </div>
    </div>
  );
}

/** Counted as the lines are drawn. */
function RowsBelow() {
  const hasTrees = useMapperState(({ view }) => view === 'canvas');
  if (!useDrawn(hasRowsBelow) || !hasTrees) return null;
  return (
    <span className="part rows-below">
      <ArrowDown size={12} aria-hidden />
      <DrawnText textOf={rowsBelow} />
    </span>
  );
}

const hasRowsBelow = ({ below }: Drawn): boolean => below.source > 0 || below.target > 0;
const rowsBelow = ({ below }: Drawn): string => rowsBelowWords(below);

/** Formulas that were typed and count for nothing: most cannot be read yet. The one that is typed now is not among them. */
function NotApplied() {
  const { targetAt } = useMapperData();
  const { goTo } = useMapper();
  const row = useMapperState((state) => state.cursor.target);
  const drafts = useMapperState((state) => state.drafts);
  const editing = useMapperState((state) => state.editing);
  const waiting = useMemo(
    () => waitingDrafts(drafts, targetAt).filter((draft) => editing === null || !isSamePlace(draft, editing)),
    [drafts, targetAt, editing],
  );
  const next = draftAfterRow(waiting, row);
  if (next === undefined) return null;
  return (
    <>
      <Divider />
      <button
        type="button"
        className="problem"
        title={`Typed and not applied: the rules are as they were. Go to ${waiting.length === 1 ? 'it' : 'the next'}`}
        onClick={() => goTo(next.path, rowPart(next.part))}
      >
        <PencilLine size={12} aria-hidden />
        <span>{waiting.length === 1 ? '1 formula not applied' : `${waiting.length} formulas not applied`}</span>
      </button>
    </>
  );
}

/** The selected row's problem, else the first there is, with its way out. */
function RowProblem() {
  const { diagnostics, problemsAt } = useMapperData();
  const { goTo } = useMapper();
  const { mayEdit } = useHost();
  const lead = useMapperState((state) => state.lead);
  const own = lead === null ? undefined : problemsAt.get(lead)?.find(({ severity }) => severity !== 'info');
  const shown =
    own ??
    diagnostics.find(({ severity }) => severity === 'error') ??
    diagnostics.find(({ severity }) => severity === 'warning');
  if (shown === undefined) return null;
  const path = problemPath(shown);
  return (
    <>
      <Divider />
      <button type="button" className="problem" title={problemWords(shown)} onClick={() => goTo(path)}>
        <TriangleAlert size={12} aria-hidden />
        <span>{problemWords(shown)}</span>
      </button>
      {mayEdit && shown === own ? <FixButton problem={shown} /> : null}
    </>
  );
}

/** In the table they are shown where sources are: in the trees. */
export function UnusedFields() {
  const { unused } = useMapperData();
  const { store } = useMapper();
  const filter = useMapperState((state) => state.sourceFilter);
  const isTable = useMapperState((state) => state.view === 'table');
  const isShown = filter === 'unused' && !isTable;
  if (unused.size === 0) return null;
  return (
    <button
      type="button"
      className="part link"
      aria-pressed={isShown}
      title={isShown ? 'Show all source fields' : 'Show only these'}
      onClick={() => store.getState().show({ view: 'canvas', sourceFilter: isShown ? 'all' : 'unused' })}
    >
      {unused.size === 1 ? '1 source field not used' : `${many(unused.size)} source fields not used`}
    </button>
  );
}
