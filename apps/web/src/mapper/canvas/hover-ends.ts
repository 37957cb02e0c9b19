import type { Hover, LineId } from '../mapper.store.ts';

/** The ends that the pointer is over, at either side. */
export function endsOfHover(hover: Hover): Partial<LineId> {
  if (hover === null) return {};
  if ('line' in hover) return hover.line;
  return hover.side === 'source' ? { source: hover.key } : { target: hover.key };
}
