// The formula that is being written, for what puts a field into it: a press on a source row, a drag, a key.
import { parseSourceKey } from '@patchbay/mapping';
import { expressionFor } from '@patchbay/mapping/edit';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { lookupText, tableOf } from '../lookups/tables-panel.ts';
import type { Mapper } from '../mapper-context.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { refuse } from '../rules/refuse.ts';

export interface Writing {
  readonly path: string;
  /** Which expression of the rule: `''` its own, `#case.0.then`. */
  readonly part: string;
  readonly field: CodeFieldHandle;
  /** What a field may be dropped on. */
  readonly element: () => Element | null;
  readonly hasFocus: () => boolean;
}

/** The editors on the screen that take fields. */
export interface WritingPlaces {
  /** In a row, as long as it is open. */
  row: Writing | null;
  /** The large one, of the selected rule. */
  pane: Writing | null;
  /** What was put in last: a second press takes its place, as in a sheet. */
  last: string;
}

export const noWriting = (): WritingPlaces => ({ row: null, pane: null, last: '' });

/** The formula that one is writing now: presses on source rows go into it. */
export function nowWritten({ writing }: Mapper): Writing | null {
  if (writing.row !== null) return writing.row;
  return writing.pane?.hasFocus() === true ? writing.pane : null;
}

/** The formula that lies at a place of the page. */
export function writtenAt({ writing }: Mapper, under: Element | null): Writing | null {
  if (under === null) return null;
  for (const place of [writing.row, writing.pane]) if (place?.element()?.contains(under) === true) return place;
  return null;
}

/** What reads a source row in a formula; undefined where nothing can. */
export function fieldText(
  mapper: Mapper,
  source: string,
  { path, part }: Pick<Writing, 'path' | 'part'>,
): string | undefined {
  const table = tableOf(source);
  if (table !== undefined) return table === '' ? undefined : lookupText(table);
  return expressionFor(mapper.data().view, parseSourceKey(source), path, part.slice(1));
}

/** Why a field has no text there. */
export const hiddenWords = 'It cannot be read here: a name of this rule or of one above hides it.';

/** Puts what reads a source field where the caret stands, and leaves the focus there. */
export function putInto(mapper: Mapper, { key, name }: Pick<SourceNode, 'key' | 'name'>, into: Writing): void {
  const text = fieldText(mapper, key, into);
  if (text === undefined) {
    refuse(mapper, `${name} is not put in. ${hiddenWords}`);
    return;
  }
  into.field.insert(text, mapper.writing.last);
  mapper.writing.last = text;
  mapper.store.getState().say(`${text} is put into the formula.`);
}

/** By key or menu: into the formula that is written, or else that of the selected row. */
export function insertField(mapper: Mapper, node: SourceNode): void {
  const { row, pane } = mapper.writing;
  const into = row ?? pane;
  if (into === null || !mapper.host().mayEdit) {
    refuse(mapper, 'Select a row of the target whose value is a formula first.');
    return;
  }
  putInto(mapper, node, into);
}
