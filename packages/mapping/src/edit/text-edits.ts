// Changes of an expression's text by ranges: what is not changed stays as it was typed, spaces and mistakes included.

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made; ranges do not overlap. */
export function withTextEdits(text: string, edits: readonly TextEdit[]): string {
  let changed = text;
  for (const edit of edits.toSorted((left, right) => right.start - left.start))
    changed = changed.slice(0, edit.start) + edit.text + changed.slice(edit.end);
  return changed;
}
