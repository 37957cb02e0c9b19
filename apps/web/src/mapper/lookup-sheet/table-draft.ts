// A lookup table while it is edited: the grid, and what stands for any other key.
import { readJsonText } from '@patchbay/model/schema';
import type { LookupTable } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { emptyGrid, gridOf, valuesOf } from './lookup-grid.ts';
import type { LookupGrid } from './lookup-grid.ts';

export type OtherwiseWay = 'nothing' | 'text' | 'json';
export interface Otherwise {
  readonly way: OtherwiseWay;
  readonly text: string;
}

export interface TableDraft {
  readonly grid: LookupGrid;
  readonly otherwise: Otherwise;
  /** Which way its rules look; it is not edited here. */
  readonly reverse?: boolean | undefined;
}

export const blankDraft: TableDraft = { grid: emptyGrid, otherwise: { way: 'nothing', text: '' } };

export const draftOf = (table: LookupTable): TableDraft => ({
  grid: Object.keys(table.values).length === 0 ? emptyGrid : gridOf(table.values),
  otherwise: otherwiseOf(table.default),
  reverse: table.reverse,
});

function otherwiseOf(value: Json | undefined): Otherwise {
  if (value === undefined) return { way: 'nothing', text: '' };
  return typeof value === 'string' ? { way: 'text', text: value } : { way: 'json', text: JSON.stringify(value) };
}

export function otherwiseMistake({ way, text }: Otherwise): string | undefined {
  if (way !== 'json') return undefined;
  const read = readJsonText(text);
  return read.ok ? undefined : `This is no JSON: ${read.reason}.`;
}

/** Of a draft without mistakes. */
export function tableOf({ grid, otherwise, reverse }: TableDraft): LookupTable {
  const direction = reverse === undefined ? {} : { reverse };
  const values = valuesOf(grid);
  if (otherwise.way === 'nothing') return { values, ...direction };
  if (otherwise.way === 'text') return { values, default: otherwise.text, ...direction };
  const read = readJsonText(otherwise.text);
  return { values, default: read.ok ? read.value : otherwise.text, ...direction };
}
