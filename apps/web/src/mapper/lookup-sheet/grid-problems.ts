// What keeps a grid from being a lookup table, by cell.
import { cellMistake } from './cell.ts';
import type { LookupGrid } from './lookup-grid.ts';

export interface GridProblems {
  /** Row id → column (0: the key) → what is wrong. */
  readonly cells: ReadonlyMap<number, ReadonlyMap<number, string>>;
  /** Column of values, from 0 → what is wrong with its name. */
  readonly columns: ReadonlyMap<number, string>;
  /** All of it in a sentence; undefined when nothing is wrong. */
  readonly summary: string | undefined;
}

export function gridProblems({ rows, columns, isRecords }: LookupGrid): GridProblems {
  const cells = new Map<number, Map<number, string>>();
  const put = (rowId: number, column: number, words: string): void => {
    const held = cells.get(rowId) ?? new Map<number, string>();
    cells.set(rowId, held.set(column, words));
  };
  const count = new Map<string, number>();
  for (const { key } of rows) count.set(key, (count.get(key) ?? 0) + 1);
  let empty = 0;
  let mistakes = 0;
  for (const { id, key, cells: values } of rows) {
    if (key === '') {
      empty += 1;
      put(id, 0, 'A row needs a key. Type one, or remove the row.');
    } else if ((count.get(key) ?? 0) > 1) {
      put(id, 0, `The key “${key.slice(0, 60)}” stands here ${count.get(key)} times. Keep one of them.`);
    }
    for (const [at, { kind }] of columns.entries()) {
      const mistake = cellMistake(values[at], kind);
      if (mistake === undefined) continue;
      mistakes += 1;
      put(id, at + 1, mistake);
    }
  }
  const names = isRecords ? nameProblems(columns.map(({ name }) => name)) : new Map<number, string>();
  const twice = [...count].filter(([key, times]) => key !== '' && times > 1).length;
  const parts = [
    counted(empty, 'row has no key', 'rows have no key'),
    counted(twice, 'key stands twice', 'keys stand twice'),
    counted(mistakes, 'value does not fit its column', 'values do not fit their columns'),
    counted(names.size, 'column needs another name', 'columns need other names'),
  ].filter((part) => part !== undefined);
  return { cells, columns: names, summary: parts.length === 0 ? undefined : `${parts.join(', ')}.` };
}

const counted = (count: number, one: string, many: string): string | undefined =>
  count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;

function nameProblems(names: readonly string[]): Map<number, string> {
  const found = new Map<number, string>();
  for (const [at, name] of names.entries()) {
    if (name === '') found.set(at, 'A column needs a name.');
    else if (names.indexOf(name) !== at) found.set(at, `There is a column “${name}” already.`);
  }
  return found;
}
