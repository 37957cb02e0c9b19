// The data at hand as rows of a tree. Lists show the fields of their items: a path over a list reads all of them.
import { quoteMember } from '@patchbay/model/expression';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { DataSource } from '../preview/preview-scope.ts';

export interface DataRow {
  /** As it stands in an expression: ``steps.map.`order no` ``. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly value: Json;
  readonly branches: boolean;
  readonly open: boolean;
  /** Set on the first row of each source. */
  readonly source: DataSource | null;
}

const maxDepth = 12;
const maxRows = 2_000;

/** Sources stand open, what is below them folded; `toggled` turns that round. A query shows hits and the way to them. */
export function dataRows(
  sources: readonly DataSource[],
  { toggled, query }: { toggled: ReadonlySet<string>; query: string },
): DataRow[] {
  const rows: DataRow[] = [];
  const wanted = query.trim().toLowerCase();
  const add = (row: Omit<DataRow, 'open' | 'branches'>): boolean => {
    if (rows.length >= maxRows || row.depth > maxDepth) return false;
    const children = childrenOf(row.value);
    const byDefault = row.depth === 0 || (row.depth === 1 && row.name === 'body');
    const open = wanted !== '' || byDefault !== toggled.has(row.path);
    const at = rows.length;
    rows.push({ ...row, open, branches: children.length > 0 });
    let hit = wanted === '' || row.name.toLowerCase().includes(wanted);
    if (open) {
      for (const [name, value] of children) {
        const path = `${row.path}.${quoteMember(name)}`;
        hit = add({ path, name, depth: row.depth + 1, value, source: null }) || hit;
      }
    }
    if (!hit) rows.splice(at);
    return hit;
  };
  for (const source of sources) add({ path: source.root, name: source.label, depth: 0, value: source.value, source });
  return rows;
}

function childrenOf(value: Json): [string, Json][] {
  if (Array.isArray(value)) {
    const first = value.find(isJsonObject);
    return first === undefined ? [] : Object.entries(first);
  }
  return isJsonObject(value) ? Object.entries(value) : [];
}
