// Which rows of a side are shown, in words.
import { useMapperState } from '../mapper-context.ts';
import type { Side, SourceFilter, TargetFilter } from '../mapper.store.ts';

export const targetFilterWords: Readonly<Record<TargetFilter, string>> = {
  all: 'All fields',
  mapped: 'Mapped',
  unmapped: 'Unmapped',
  missing: 'Required and unmapped',
  problems: 'With problems',
  suggested: 'Suggested',
  todo: 'To do',
  reviewed: 'Reviewed',
  neverFilled: 'Never filled by a sample',
};

export const sourceFilterWords: Readonly<Record<SourceFilter, string>> = {
  all: 'All fields',
  used: 'Used',
  unused: 'Not used',
};

/** The filter of the side, as people read it; undefined while all are shown. */
export function useFilterWords(side: Side): string | undefined {
  return useMapperState(({ sourceFilter, targetFilter }) => {
    if ((side === 'source' ? sourceFilter : targetFilter) === 'all') return undefined;
    return side === 'source' ? sourceFilterWords[sourceFilter] : targetFilterWords[targetFilter];
  });
}

export const allShown = (side: Side): { sourceFilter: SourceFilter } | { targetFilter: TargetFilter } =>
  side === 'source' ? { sourceFilter: 'all' } : { targetFilter: 'all' };
