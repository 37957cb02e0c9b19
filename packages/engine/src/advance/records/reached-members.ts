import { entrySource } from '../../plan/index.ts';
import type { RecordsStep } from '../../plan/index.ts';
import type { Place, StepRecords } from '../../decide/index.ts';

/**
 * Members that take part, by their ids: sources that a taken way leads to, and what records of one of them may reach. A source on a
 * way that was not taken hands out nothing.
 */
export function reachedMembers(
  { scope, prefix }: Pick<Place, 'scope' | 'prefix'>,
  { members, sources }: RecordsStep,
  records: Pick<StepRecords, 'get'>,
): ReadonlySet<string> {
  const isTaken = ({ source, port }: RecordsStep['sources'][number]['incoming'][number]): boolean => {
    if (source === entrySource) return true;
    const from = scope.nodes[source];
    const record = from === undefined ? undefined : records.get(prefix + from.id);
    return record !== undefined && record.status !== 'skipped' && record.ports.includes(port);
  };
  const reached = new Set(sources.filter(({ incoming }) => incoming.some(isTaken)).map(({ member }) => member));
  // A set hands out what is added to it while it is gone through.
  for (const at of reached) for (const { to } of members[at]?.feeds ?? []) reached.add(to);
  return new Set([...reached].flatMap((at) => members[at]?.id ?? []));
}
