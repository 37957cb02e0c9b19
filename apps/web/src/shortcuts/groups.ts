// The sheet of shortcuts in its order: those that have keys of the person's own, and what other keys do, which stay as they are.
import type { ShortcutName } from './registry.ts';

export interface FixedRow {
  readonly keys: readonly string[];
  readonly words: string;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly rows: readonly (ShortcutName | FixedRow)[];
}

const fixed = (words: string, ...keys: string[]): FixedRow => ({ keys, words });

const everywhere: ShortcutGroup = {
  title: 'Everywhere',
  rows: ['palette', 'help', 'undo', 'redo', 'find', 'nextProblem', 'previousProblem'],
};

export const pageGroups: readonly ShortcutGroup[] = [
  { title: 'Everywhere', rows: ['palette', 'help'] },
  { title: 'Runs', rows: ['searchRuns'] },
];

export const flowGroups: readonly ShortcutGroup[] = [
  { title: 'Everywhere in the editor', rows: [...everywhere.rows, 'testRun', 'save', 'publish'] },
  {
    title: 'On the canvas',
    rows: [
      ...([
        'addStep',
        'addNote',
        'selectAll',
        'duplicateSteps',
        'deleteSteps',
        'deleteAndReconnect',
        'rename',
      ] as const),
      ...(['tidy', 'zoomIn', 'zoomOut', 'zoomWhole', 'zoomFit', 'zoomSelection', 'upstream', 'downstream'] as const),
      fixed('Open the settings', 'Enter'),
      fixed('Go from step to step', '↑ ↓ ← →'),
      fixed('Extend the selection', 'Shift+↑ ↓ ← →'),
      fixed('Move the selection', 'Mod+↑ ↓ ← →'),
      fixed('Clear the selection', 'Escape'),
      fixed('Copy as text, cut, paste', 'Mod+C', 'Mod+X', 'Mod+V'),
    ],
  },
];

export const mapperGroups: readonly ShortcutGroup[] = [
  {
    title: 'In both trees',
    rows: [
      fixed('Go from row to row', '↑ ↓', 'PageUp', 'Home'),
      fixed('Open and close, go in and out', '→ ←'),
      'drillInto',
      'drillOut',
      fixed('Go to a row by its name', 'a … z'),
      'takeUp',
      fixed('Let it go on the row with the focus', 'Enter'),
      fixed('Put it back', 'Escape'),
      fixed('What can be done with the row', 'Shift+F10'),
    ],
  },
  {
    title: 'Source rows',
    rows: ['insertField', fixed('The same, while a row’s formula is written; a press does it too', 'Enter')],
  },
  {
    title: 'Target rows',
    rows: [
      fixed('Edit the rule', 'Enter', 'F2'),
      ...(['newFormula', 'wrap', 'removeRule'] as const),
      fixed('Select several rows', 'Shift+↑ ↓'),
      fixed('Copy, cut, paste rules', 'Mod+C', 'Mod+X', 'Mod+V'),
      ...(['duplicateRule', 'ruleEarlier', 'ruleLater', 'keepPart'] as const),
    ],
  },
  {
    title: 'In the table',
    rows: [
      fixed('Go from cell to cell', '↑ ↓ ← →', 'Home', 'End'),
      fixed('Next cell of the row', 'Tab'),
      fixed('Edit the cell, or type anew', 'Enter', 'F2', 'a … z'),
      fixed('Select several rows, all rows', 'Shift+↑ ↓', 'Mod+A'),
      fixed('Copy, cut, paste rules or texts', 'Mod+C', 'Mod+X', 'Mod+V'),
      fixed('Make the column narrower, wider', 'Alt+Shift+← →'),
    ],
  },
  {
    title: 'Everywhere',
    rows: [
      ...everywhere.rows,
      ...(['nextOpen', 'previousOpen', 'trace', 'nextPart', 'previousPart', 'focusMode'] as const),
    ],
  },
  {
    title: 'In a formula',
    rows: [
      fixed('Complete', 'Ctrl+Space'),
      fixed('Accept what is offered', 'Tab'),
      fixed('Apply', 'Enter'),
      fixed('Begin a new line', 'Shift+Enter'),
      fixed('Lay the formula out for reading', 'Shift+Alt+F'),
      fixed('Put back', 'Escape'),
    ],
  },
];
