// The columns of the table, and their widths, which are remembered.

export type ColumnId = 'target' | 'type' | 'rule' | 'sources' | 'sample' | 'status' | 'comment' | 'owner';

export interface TableColumn {
  readonly id: ColumnId;
  readonly title: string;
  /** Pixels at least, and the share of what is left over. */
  readonly least: number;
  readonly share: number;
}

export const tableColumns: readonly TableColumn[] = [
  { id: 'target', title: 'Target', least: 190, share: 2 },
  { id: 'type', title: 'Type', least: 104, share: 0.2 },
  { id: 'rule', title: 'Rule', least: 270, share: 3.6 },
  { id: 'sources', title: 'Sources', least: 150, share: 1.6 },
  { id: 'sample', title: 'Sample value', least: 150, share: 1.4 },
  { id: 'status', title: 'Status', least: 108, share: 0 },
  { id: 'comment', title: 'Comment', least: 130, share: 1.8 },
  { id: 'owner', title: 'Owner', least: 104, share: 0.4 },
];

/** Pixels of the columns that a person has set; the others fill what is left. */
export type ColumnWidths = Readonly<Partial<Record<ColumnId, number>>>;

export const leastWidth = 64;
const mostWidth = 1_200;

export const columnTemplate = (widths: ColumnWidths): string =>
  tableColumns
    .map(({ id, least, share }) => {
      const width = widths[id];
      if (width !== undefined) return `${width}px`;
      return share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
    })
    .join(' ');

/** What the columns need at least: below it the table scrolls sideways. */
export const tableWidth = (widths: ColumnWidths): number =>
  tableColumns.reduce((sum, { id, least }) => sum + (widths[id] ?? least), 0);

export const clampedWidth = (width: number): number => Math.round(Math.max(leastWidth, Math.min(width, mostWidth)));

/** One column wider, or narrower, than it is now. */
export function widened(
  widths: ColumnWidths,
  column: { readonly at: number; readonly by: number; readonly now: number },
): ColumnWidths {
  const id = tableColumns[column.at]?.id;
  return id === undefined ? widths : { ...widths, [id]: clampedWidth(column.now + column.by) };
}

const key = 'patchbay.layout.mapper.table';

export function rememberedWidths(): ColumnWidths {
  const entries = (localStorage.getItem(key) ?? '').split(' ').flatMap((text): [ColumnId, number][] => {
    const [id, width] = text.split(':');
    const column = tableColumns.find((one) => one.id === id);
    return column === undefined || !(Number(width) > 0) ? [] : [[column.id, clampedWidth(Number(width))]];
  });
  return Object.fromEntries(entries);
}

export const rememberWidths = (widths: ColumnWidths): void =>
  localStorage.setItem(
    key,
    Object.entries(widths)
      .map(([id, width]) => `${id}:${width}`)
      .join(' '),
  );
