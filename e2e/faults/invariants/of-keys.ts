// I10 order and concurrency keys hold · I12 planned fires are fires and recorded misses.
import type { Evidence, RunRow, Violation } from './evidence.ts';

interface Span {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** The most runs that were under way at once. A run that ends in the moment another starts makes room for it. */
export function mostAtOnce(spans: readonly Span[]): number {
  const turns = spans
    .flatMap(({ from, to }) => [
      { at: from, change: 1 },
      { at: to, change: -1 },
    ])
    .sort((left, right) => left.at - right.at || left.change - right.change);
  let current = 0;
  let most = 0;
  for (const { change } of turns) {
    current += change;
    most = Math.max(most, current);
  }
  return most;
}

const spansOf = (runs: readonly RunRow[], readAt: number): Span[] =>
  runs.flatMap(({ id, startedAt, finishedAt }) =>
    startedAt === null ? [] : [{ id, from: startedAt, to: finishedAt ?? readAt }],
  );

export function keysHold({ keyed, runs, readAt }: Evidence): Violation[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  return keyed.flatMap(({ key, runIds, rule }): Violation[] => {
    const own = runIds.flatMap((id) => byId.get(id) ?? []);
    const most = mostAtOnce(spansOf(own, readAt));
    const limit = rule.type === 'order' ? 1 : rule.limit;
    if (most > limit) return [{ invariant: 'I10', says: `key ${key}: ${most} runs at once, ${limit} are allowed` }];
    if (rule.type === 'concurrency') return [];
    const started = spansOf(own, readAt).sort((left, right) => left.from - right.from);
    const place = (id: string | undefined): number => (id === undefined ? -1 : runIds.indexOf(id));
    const early = started.find(({ id }, index) => place(id) < place(started[index - 1]?.id));
    return early === undefined
      ? []
      : [{ invariant: 'I10', says: `key ${key}: run ${early.id} overtaken by a later one` }];
  });
}

export function everyFireIsAccountedFor({ schedules }: Evidence): Violation[] {
  return schedules.flatMap(({ schedule, planned, fired, missed }): Violation[] => {
    const accounted = [...fired, ...missed];
    const lost = planned.filter((at) => !accounted.includes(at));
    const strange = accounted.filter((at) => !planned.includes(at));
    const twice = accounted.filter((at, index) => accounted.indexOf(at) !== index);
    const say = (words: string, times: readonly string[]): Violation[] =>
      times.length === 0 ? [] : [{ invariant: 'I12', says: `schedule ${schedule}: ${words} ${times.join(', ')}` }];
    return [...say('neither fired nor missed:', lost), ...say('never planned:', strange), ...say('twice:', twice)];
  });
}
