// Every key of the mapper in words, for the help.

export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
}

export const shortcutGroups: readonly { readonly title: string; readonly rows: readonly Shortcut[] }[] = [
  {
    title: 'In both trees',
    rows: [
      { keys: ['↑ ↓', 'PageUp', 'Home'], words: 'Go from row to row' },
      { keys: ['→ ←'], words: 'Open and close, go in and out' },
      { keys: ['Shift+→', 'Shift+←'], words: 'Show only this part, and back out' },
      { keys: ['a … z'], words: 'Go to a row by its name' },
      { keys: ['M'], words: 'Take the row up, to map it' },
      { keys: ['Enter'], words: 'Let it go on the row with the focus' },
      { keys: ['Escape'], words: 'Put it back' },
      { keys: ['Shift+F10'], words: 'What can be done with the row' },
    ],
  },
  {
    title: 'Source rows',
    rows: [
      { keys: ['Mod+I'], words: 'Put the field into the formula' },
      { keys: ['Enter'], words: 'The same, while a row’s formula is written; a press does it too' },
    ],
  },
  {
    title: 'Target rows',
    rows: [
      { keys: ['Enter', 'F2'], words: 'Edit the rule' },
      { keys: ['='], words: 'Type a new formula' },
      { keys: ['('], words: 'Put a function around the rule, or the selected line' },
      { keys: ['Delete'], words: 'Remove the rule, or the selected line' },
      { keys: ['Shift+↑ ↓'], words: 'Select several rows' },
      { keys: ['Mod+C', 'Mod+X', 'Mod+V'], words: 'Copy, cut, paste rules' },
      { keys: ['Mod+D'], words: 'Duplicate the rule' },
      { keys: ['Alt+Shift+↑ ↓'], words: 'Move the rule' },
      { keys: ['Alt+Shift+K'], words: 'Keep the part as a mapping of its own' },
    ],
  },
  {
    title: 'In the table',
    rows: [
      { keys: ['↑ ↓ ← →', 'Home', 'End'], words: 'Go from cell to cell' },
      { keys: ['Tab'], words: 'Next cell of the row' },
      { keys: ['Enter', 'F2', 'a … z'], words: 'Edit the cell, or type anew' },
      { keys: ['Delete'], words: 'Remove the rules, or empty the cells' },
      { keys: ['Shift+↑ ↓', 'Mod+A'], words: 'Select several rows, all rows' },
      { keys: ['Mod+C', 'Mod+X', 'Mod+V'], words: 'Copy, cut, paste rules or texts' },
      { keys: ['Alt+Shift+← →'], words: 'Make the column narrower, wider' },
    ],
  },
  {
    title: 'Everywhere',
    rows: [
      { keys: ['Mod+K'], words: 'All that can be done with the row, by name' },
      { keys: ['F8', 'Shift+F8'], words: 'Next and previous problem' },
      { keys: ['Alt+↓', 'Alt+↑'], words: 'Next and previous problem or row without a rule' },
      { keys: ['F9'], words: 'How the value came about' },
      { keys: ['Mod+F'], words: 'Find in the side with the focus' },
      { keys: ['F6'], words: 'Source, target, formula, bar' },
      { keys: ['Shift+L'], words: 'Only the selected row’s lines' },
      { keys: ['Mod+Z', 'Mod+Shift+Z'], words: 'Undo, redo' },
      { keys: ['?'], words: 'This list' },
    ],
  },
  {
    title: 'In a formula',
    rows: [
      { keys: ['Ctrl+Space'], words: 'Complete' },
      { keys: ['Tab'], words: 'Accept what is offered' },
      { keys: ['Enter'], words: 'Apply' },
      { keys: ['Shift+Enter'], words: 'Begin a new line' },
      { keys: ['Shift+F6'], words: 'Go to the source for a field' },
      { keys: ['Shift+Alt+F'], words: 'Lay the formula out for reading' },
      { keys: ['Escape'], words: 'Put back' },
    ],
  },
];
