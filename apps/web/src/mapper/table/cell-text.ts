// Cells as text: what the clipboard takes, and what it brings.
import { isRefusal, removeRules, ruleAt, setRule, setRuleMeta } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import { withPart } from '../rules/with-part.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { editedPart } from '../rows/edited-part.ts';
import type { ColumnId } from './table-columns.ts';

/** Columns that take a text. */
export type TextColumn = Extract<ColumnId, 'rule' | 'status' | 'comment' | 'owner'>;

export const takesText = (column: ColumnId): column is TextColumn =>
  column === 'rule' || column === 'status' || column === 'comment' || column === 'owner';

/** One text a row, as sheets copy a column; quotes hold line breaks together. */
export function textLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let isQuoted = false;
  const flat = text.replaceAll('\r\n', '\n');
  for (let at = 0; at < flat.length; at += 1) {
    const letter = flat.charAt(at);
    if (isQuoted && letter === '"' && flat.charAt(at + 1) === '"') {
      line += '"';
      at += 1;
    } else if (isQuoted && letter === '"') isQuoted = false;
    else if (!isQuoted && letter === '"' && line === '' && closes(flat, at)) isQuoted = true;
    else if (!isQuoted && letter === '\n') {
      lines.push(line);
      line = '';
    } else line += letter;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** A quote that opens a cell closes before the next cell: `"Hi" & name` is a formula, no quoted cell. */
const closes = (text: string, at: number): boolean => /^"(?:[^"]|"")*"(?:[\n\t]|$)/.test(text.slice(at));

export const linesText = (lines: readonly string[]): string =>
  lines.map((line) => (/[\n\t]|^"/.test(line) ? `"${line.replaceAll('"', '""')}"` : line)).join('\n');

/** The document with a text in a cell; undefined when the cell does not take it. */
export function withCellText(
  doc: MappingDocument,
  node: Pick<TargetNode, 'path' | 'part' | 'kind'>,
  { column, text }: { readonly column: TextColumn; readonly text: string },
): MappingDocument | undefined {
  if (column === 'rule') return withRuleText(doc, node, text);
  if (node.part !== '') return undefined;
  if (column !== 'status') return setRuleMeta(doc, node.path, { [column]: text.trim() }).doc;
  const status = statusOf(text);
  return status === 'unknown' ? undefined : setRuleMeta(doc, node.path, { status }).doc;
}

function withRuleText(
  doc: MappingDocument,
  node: Pick<TargetNode, 'path' | 'part' | 'kind'>,
  text: string,
): MappingDocument | undefined {
  const rule = ruleAt(doc, node.path);
  if (rule !== undefined && node.part === '' && ('fields' in rule || 'switch' in rule)) return undefined;
  if (text.trim() === '' && node.part === '') {
    if (rule === undefined) return undefined;
    const removed = removeRules(doc, [node.path]);
    return isRefusal(removed) ? undefined : removed.doc;
  }
  return setRule(doc, node.path, withPart(rule, editedPart(node), text));
}

function statusOf(text: string): 'todo' | 'reviewed' | undefined | 'unknown' {
  const word = text.trim().toLowerCase().replaceAll(/[\s-]/g, '');
  if (word === '' || word === 'none') return undefined;
  return word === 'todo' || word === 'reviewed' ? word : 'unknown';
}
