// The parts of the mapper that are rooms of their own. Each is told what it is about and reads the rest through the
// hooks of `mapper-context.ts`.
import type { ComponentType } from 'react';
import { FormulaPane } from './formula/formula-pane.tsx';
import { FormulaLens } from './lens/formula-lens.tsx';
import { ProblemsDrawer } from './problems/problems-drawer.tsx';
import { SamplesDrawer } from './samples/samples-drawer.tsx';
import { TableView } from './table/table-view.tsx';
import { TestsDrawer } from './tests/tests-drawer.tsx';
import { TextView } from './text/text-view.tsx';

export interface RowFormulaProps {
  readonly path: string;
  /** Which expression of the rule: `''` its own, `#when`, `#let.price`. */
  readonly part: string;
  readonly text: string;
  /** What was typed to begin with; it replaces the text. */
  readonly seed?: string | undefined;
  readonly label: string;
  /** At every change: what is typed is kept, however the line is left. */
  readonly onType: (text: string) => void;
  /** Enter. Hands back what is wrong with the text: then the line stays open and says it. */
  readonly onApply: (text: string) => string | undefined;
  /** Something else was pressed or took the focus. */
  readonly onLeave: (text: string) => void;
  readonly onCancel: () => void;
  /** Tab: applies and goes on to the cell beside it, as `onApply`; absent where Tab is the page's own. */
  readonly onMove?: ((text: string, to: 'next' | 'previous') => string | undefined) | undefined;
}

export interface PaneProps {
  /** The selected rule's path; null when nothing is selected. */
  readonly path: string | null;
}

export interface DrawerProps {
  readonly onClose: () => void;
}

export interface MapperSlots {
  readonly Formula: ComponentType<PaneProps>;
  readonly Lens: ComponentType<PaneProps>;
  readonly Table: ComponentType | null;
  readonly Text: ComponentType | null;
  readonly Problems: ComponentType<DrawerProps> | null;
  readonly Tests: ComponentType<DrawerProps> | null;
  readonly Samples: ComponentType<DrawerProps> | null;
}

export const slots: MapperSlots = {
  Formula: FormulaPane,
  Lens: FormulaLens,
  Table: TableView,
  Text: TextView,
  Problems: ProblemsDrawer,
  Tests: TestsDrawer,
  Samples: SamplesDrawer,
};
