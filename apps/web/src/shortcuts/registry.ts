// Every shortcut of the product that a person may give keys of their own: what it does, where it acts, and the keys that it
// has of itself. What acts and what shows a shortcut asks for it by its name.

/** Where keys act. Those of `everywhere` act beside those of any other place. */
export type Place = 'everywhere' | 'flow' | 'mapper' | 'runs';

export interface Shortcut {
  readonly place: Place;
  readonly words: string;
  readonly keys: readonly string[];
}

const everywhere = {
  palette: { place: 'everywhere', words: 'Go to a page, a flow, or what can be done here, by name', keys: ['Mod+K'] },
  help: { place: 'everywhere', words: 'The list of shortcuts', keys: ['?'] },
  find: { place: 'everywhere', words: 'Find a step, or a field of the side with the focus', keys: ['Mod+F'] },
  undo: { place: 'everywhere', words: 'Undo', keys: ['Mod+Z'] },
  redo: { place: 'everywhere', words: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  nextProblem: { place: 'everywhere', words: 'Next problem', keys: ['F8'] },
  previousProblem: { place: 'everywhere', words: 'Previous problem', keys: ['Shift+F8'] },
} as const satisfies Record<string, Shortcut>;

const flow = {
  testRun: { place: 'flow', words: 'Test run', keys: ['Mod+Enter'] },
  save: { place: 'flow', words: 'Save now', keys: ['Mod+S'] },
  publish: { place: 'flow', words: 'Publish', keys: ['Shift+P'] },
  addStep: { place: 'flow', words: 'Add a step', keys: ['N'] },
  addNote: { place: 'flow', words: 'Add a note', keys: ['Shift+S'] },
  selectAll: { place: 'flow', words: 'Select all', keys: ['Mod+A'] },
  duplicateSteps: { place: 'flow', words: 'Duplicate', keys: ['Mod+D'] },
  deleteSteps: { place: 'flow', words: 'Delete', keys: ['Delete', 'Backspace'] },
  deleteAndReconnect: { place: 'flow', words: 'Delete and reconnect', keys: ['Mod+Delete', 'Mod+Backspace'] },
  rename: { place: 'flow', words: 'Rename', keys: ['F2'] },
  tidy: { place: 'flow', words: 'Tidy', keys: ['Shift+Alt+T'] },
  zoomIn: { place: 'flow', words: 'Zoom in', keys: ['+', '='] },
  zoomOut: { place: 'flow', words: 'Zoom out', keys: ['-'] },
  zoomWhole: { place: 'flow', words: 'Zoom to 100 %', keys: ['0'] },
  zoomFit: { place: 'flow', words: 'Show the whole flow', keys: ['1'] },
  zoomSelection: { place: 'flow', words: 'Show the selection', keys: ['2'] },
  upstream: { place: 'flow', words: 'Select everything upstream', keys: ['Shift+Alt+ArrowLeft'] },
  downstream: { place: 'flow', words: 'Select everything downstream', keys: ['Shift+Alt+ArrowRight'] },
} as const satisfies Record<string, Shortcut>;

const mapper = {
  takeUp: { place: 'mapper', words: 'Take the row up, to map it', keys: ['M'] },
  drillInto: { place: 'mapper', words: 'Show only this part', keys: ['Shift+ArrowRight'] },
  drillOut: { place: 'mapper', words: 'Back out', keys: ['Shift+ArrowLeft'] },
  insertField: { place: 'mapper', words: 'Put the field into the formula', keys: ['Mod+I'] },
  newFormula: { place: 'mapper', words: 'Type a new formula', keys: ['='] },
  wrap: { place: 'mapper', words: 'Put a function around the rule, or the selected line', keys: ['('] },
  removeRule: { place: 'mapper', words: 'Remove the rule, or the selected line', keys: ['Delete', 'Backspace'] },
  duplicateRule: { place: 'mapper', words: 'Duplicate the rule', keys: ['Mod+D'] },
  ruleEarlier: { place: 'mapper', words: 'Move the rule up', keys: ['Alt+Shift+ArrowUp'] },
  ruleLater: { place: 'mapper', words: 'Move the rule down', keys: ['Alt+Shift+ArrowDown'] },
  keepPart: { place: 'mapper', words: 'Keep the part as a mapping of its own', keys: ['Alt+Shift+K'] },
  nextOpen: { place: 'mapper', words: 'Next problem or row without a rule', keys: ['Alt+ArrowDown'] },
  previousOpen: { place: 'mapper', words: 'Previous problem or row without a rule', keys: ['Alt+ArrowUp'] },
  trace: { place: 'mapper', words: 'How the value came about', keys: ['F9'] },
  nextPart: { place: 'mapper', words: 'On to source, target, formula, bar', keys: ['F6'] },
  previousPart: { place: 'mapper', words: 'Back through them', keys: ['Shift+F6'] },
  focusMode: { place: 'mapper', words: 'Only the selected row’s lines', keys: ['Shift+L'] },
} as const satisfies Record<string, Shortcut>;

const runs = {
  searchRuns: { place: 'runs', words: 'Search runs', keys: ['/'] },
} as const satisfies Record<string, Shortcut>;

const all = { ...everywhere, ...flow, ...mapper, ...runs };

export type ShortcutName = keyof typeof all;

export const shortcuts: Readonly<Record<ShortcutName, Shortcut>> = all;

export const shortcutNames = Object.keys(all) as ShortcutName[];
