// The keys of the table. Letters type: they begin a new text in the cell, as in a sheet.
import type { KeyboardEvent } from 'react';
import { isShortcut } from '../../shortcuts/index.ts';
import { matchesKeys } from '../../ui/index.ts';
import { ruleActions } from '../rules/use-rule-actions.ts';
import { removePart } from '../rules/remove-part.ts';
import { takesText } from './cell-text.ts';
import { tableColumns } from './table-columns.ts';
import { cellMove, startsText } from './table-moves.ts';
import { metaEdits } from './use-meta-edits.ts';
import type { LiveSheet } from './use-sheet.ts';

/** True when the key was taken. */
export function sheetKey(sheet: LiveSheet, event: KeyboardEvent): boolean {
  const { rows, cursorRow, column, page, widen } = sheet.state();
  const does = (keys: string): boolean => matchesKeys(event.nativeEvent, keys);
  if (does('Alt+Shift+ArrowLeft') || does('Alt+Shift+ArrowRight')) {
    widen(event.key === 'ArrowRight' ? 16 : -16);
    return true;
  }
  const size = { rows: rows.length, columns: tableColumns.length, page: page() };
  const move = cellMove(event.nativeEvent, { row: cursorRow, column }, size);
  if (move !== undefined) {
    sheet.goTo(move.row, move.column, move.extend);
    return true;
  }
  return actKey(sheet, event, does) || typeKey(sheet, event);
}

function actKey(sheet: LiveSheet, event: KeyboardEvent, does: (keys: string) => boolean): boolean {
  const { mapper } = sheet;
  const { store } = mapper;
  const node = sheet.nodeAt(sheet.state().cursorRow);
  if (node === undefined) return false;
  if (does('Enter') || does('F2')) {
    sheet.begin({ key: node.key, column: sheet.columnId() });
    return true;
  }
  if (isShortcut(event.nativeEvent, 'removeRule')) {
    if (mapper.host().mayEdit) clearCells(sheet);
    return true;
  }
  if (does('Mod+A')) {
    const { rows } = sheet.state();
    const paths = rows.flatMap((at) => mapper.data().targetNodes[at]?.path ?? []);
    store.getState().select([...new Set([...paths.filter((path) => path !== node.path), node.path])]);
    store.getState().setCursor('target', node.key);
    return true;
  }
  if (event.key === 'Escape' && store.getState().selected.length > 1) {
    store.getState().select([node.path]);
    store.getState().setCursor('target', node.key);
    return true;
  }
  return false;
}

/** A letter always begins a text. */
const isHelp = ({ nativeEvent, key }: KeyboardEvent): boolean =>
  isShortcut(nativeEvent, 'help') && !/[\p{L}\p{N}]/u.test(key);

function typeKey(sheet: LiveSheet, event: KeyboardEvent): boolean {
  const node = sheet.nodeAt(sheet.state().cursorRow);
  const column = sheet.columnId();
  if (node === undefined || !startsText(event.nativeEvent) || isHelp(event)) return false;
  if (!takesText(column)) return false;
  sheet.begin({ key: node.key, column, ...(column === 'status' ? {} : { seed: event.key }) });
  return true;
}

/** Rules go; of what people say, the text of the column. */
function clearCells(sheet: LiveSheet): void {
  const { mapper } = sheet;
  const nodes = sheet.selectedNodes();
  const column = sheet.columnId();
  const [only] = nodes;
  if (only !== undefined && only.part !== '') {
    removePart(mapper, only);
    return;
  }
  const paths = nodes.map(({ path }) => path);
  if (column === 'status') metaEdits(mapper).setStatus(paths, undefined);
  else if (column === 'comment' || column === 'owner') metaEdits(mapper).setWords(paths, column, '');
  else {
    sheet.state().focusWanted.current = true;
    ruleActions(mapper).remove(paths);
  }
}
