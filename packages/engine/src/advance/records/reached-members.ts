import { entrySource } from '../../plan/index.ts';
import type { RecordsStep } from '../../plan/index.ts';
import type { Place, StepRecords } from '../../decide/index.ts';

/**
 * Members that take part, by their ids: sources that a taken way leads to, and what records of one of them may reach. A source on a
 * way that was not taken hands out nothing.
 */
export function reachedMembers(at: At, group: RecordsStep, records: Pick<StepRecords, 'get'>): ReadonlySet<string> {
  const { members } = group;
  const reached = new Set(group.sources.filter(takenIn(at, records)).map(({ member }) => member));
  // A set hands out what is added to it while it is gone through.
  for (const from of reached) for (const { to } of members[from]?.feeds ?? []) reached.add(to);
  return idsOf(reached, members);
}

/** Sources on ways that were not taken: one that partners reach all the same takes part, and has no records of its own. */
export function silentSources(at: At, group: RecordsStep, records: Pick<StepRecords, 'get'>): ReadonlySet<string> {
  const isTaken = takenIn(at, records);
  const silent = group.sources.filter((source) => source.incoming.length > 0 && !isTaken(source));
  return idsOf(new Set(silent.map(({ member }) => member)), group.members);
}

type At = Pick<Place, 'scope' | 'prefix'>;
type Source = RecordsStep['sources'][number];

const idsOf = (found: ReadonlySet<number>, members: RecordsStep['members']): ReadonlySet<string> =>
  new Set([...found].flatMap((at) => members[at]?.id ?? []));

function takenIn({ scope, prefix }: At, records: Pick<StepRecords, 'get'>): (source: Source) => boolean {
  const isTaken = ({ source, port }: Source['incoming'][number]): boolean => {
    if (source === entrySource) return true;
    const from = scope.nodes[source];
    const record = from === undefined ? undefined : records.get(prefix + from.id);
    return record !== undefined && record.status !== 'skipped' && record.ports.includes(port);
  };
  return ({ incoming }) => incoming.some(isTaken);
}
