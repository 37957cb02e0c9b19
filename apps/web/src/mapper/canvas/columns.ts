// The widths of the three columns, in shares; remembered per person and place.

export interface Columns {
  readonly source: number;
  readonly lines: number;
  readonly target: number;
}

const usual: Readonly<Record<'page' | 'docked', Columns>> = {
  page: { source: 408, lines: 252, target: 708 },
  docked: { source: 260, lines: 130, target: 470 },
};

const key = (layout: string): string => `patchbay.layout.mapper.${layout}`;

export function rememberedColumns(layout: 'page' | 'docked'): Columns {
  const text = localStorage.getItem(key(layout));
  if (text === null) return usual[layout];
  const [source, lines, target] = text.split(' ').map(Number);
  if (!isShare(source) || !isShare(lines) || !isShare(target)) return usual[layout];
  return { source, lines, target };
}

export const rememberColumns = (layout: string, { source, lines, target }: Columns): void =>
  localStorage.setItem(key(layout), [source, lines, target].map(Math.round).join(' '));

const isShare = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value > 0 && value < 10_000;

const least = { source: 200, lines: 90, target: 320 } as const;

/** The middle's left or right edge moved by so many pixels, at the widths that the columns have now. */
export function movedEdge(now: Columns, edge: 'left' | 'right', by: number): Columns {
  const side = edge === 'left' ? 'source' : 'target';
  const grows = edge === 'left' ? by : -by;
  const room = now.lines - least.lines;
  const step = Math.max(least[side] - now[side], Math.min(grows, room));
  return { ...now, [side]: now[side] + step, lines: now.lines - step };
}
