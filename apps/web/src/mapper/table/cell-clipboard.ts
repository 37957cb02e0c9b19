// Copy and paste in the table: whole rules, or the texts of a column, one row a line.
import { madeValue } from '../data/sample-values.ts';
import { sourceInWords } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { refuse } from '../rules/refuse.ts';
import { metaOf } from '../rows/target-hits.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { linesText, takesText, textLines, withCellText } from './cell-text.ts';
import type { TextColumn } from './cell-text.ts';
import { sourcesOfRow } from './row-sources.ts';
import { typeWord } from '../rows/type-words.ts';
import { tableColumns } from './table-columns.ts';
import type { LiveSheet } from './use-sheet.ts';

/** The texts of the selected cells; undefined where whole rules are copied. */
export function copyCells(sheet: LiveSheet, cut: boolean): string | undefined {
  const column = sheet.columnId();
  const nodes = sheet.selectedNodes();
  if (column === 'rule' || column === 'target' || nodes.length === 0) return undefined;
  const { mapper } = sheet;
  const texts = nodes.map((node) => cellText(sheet, node));
  if (cut && takesText(column)) fill(sheet, { column, nodes, texts: [''] });
  mapper.store.getState().say(texts.length === 1 ? 'Copied the text.' : `Copied ${texts.length} texts.`);
  return linesText(texts);
}

function cellText({ mapper, columnId }: LiveSheet, node: TargetNode): string {
  const { lines, results, view } = mapper.data();
  const meta = metaOf(view, node.path);
  switch (columnId()) {
    case 'type':
      return node.shape === undefined ? '' : typeWord(node.shape);
    case 'sources':
      return sourcesOfRow(lines, node.path).map(sourceInWords).join(', ');
    case 'sample': {
      const result = results.get(node.key);
      const value = result !== undefined && 'value' in result ? madeValue(node, result.value) : undefined;
      return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    }
    case 'status':
      return meta?.status ?? '';
    case 'comment':
      return meta?.comment ?? '';
    case 'owner':
      return meta?.owner ?? '';
    case 'rule':
    case 'target':
      return node.path;
  }
}

/** True when the text was for cells; rules on the clipboard are the mapper's own to paste. */
export function pasteCells(sheet: LiveSheet, text: string): boolean {
  const column = sheet.columnId();
  if (text === '' || !sheet.mapper.host().mayEdit || !takesText(column)) return false;
  if (column === 'rule' && /^\s*\{\s*"patchbay"/.test(text)) return false;
  const texts = textLines(text).map((line) => line.split('\t', 1)[0] ?? '');
  const selected = sheet.selectedNodes();
  const nodes = texts.length === 1 ? selected : below(sheet, selected[0], texts.length);
  fill(sheet, { column, nodes, texts });
  return true;
}

/** So many rows from one on, as they are shown. */
function below(sheet: LiveSheet, first: TargetNode | undefined, count: number): TargetNode[] {
  const from = first === undefined ? undefined : sheet.state().rowOf.get(first.key);
  if (from === undefined) return [];
  return Array.from({ length: count }, (_, at) => sheet.nodeAt(from + at)).filter((node) => node !== undefined);
}

interface Fill {
  readonly column: TextColumn;
  readonly nodes: readonly TargetNode[];
  /** One for each row, or one for all. */
  readonly texts: readonly string[];
}

function fill({ mapper }: LiveSheet, { column, nodes, texts }: Fill): void {
  let doc: MappingDocument = mapper.host().doc;
  let taken = 0;
  for (const [at, node] of nodes.entries()) {
    const next = withCellText(doc, node, { column, text: texts[texts.length === 1 ? 0 : at] ?? '' });
    if (next === undefined) continue;
    doc = next;
    taken += 1;
  }
  if (taken === 0) {
    refuse(mapper, refusals[column]);
    return;
  }
  const title = (tableColumns.find(({ id }) => id === column)?.title ?? column).toLowerCase();
  mapper.edit(doc, {
    label: taken === 1 ? `Changed the ${title} of one row` : `Changed the ${title} of ${taken} rows`,
  });
}

const refusals: Readonly<Record<TextColumn, string>> = {
  rule: 'These rows take no formula: a structure is made by its fields, a choice by its cases.',
  status: 'A status is “todo”, “reviewed” or nothing.',
  comment: 'Only whole rules have comments.',
  owner: 'Only whole rules have owners.',
};
