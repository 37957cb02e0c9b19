// I1 one original run per accepted event · I2 one end that never changes · I3 nothing is forgotten · I8 fences only grow.
import { groupBy, hasEnded } from './evidence.ts';
import type { Evidence, RunRow, Violation } from './evidence.ts';

const originals = (runs: readonly RunRow[]): RunRow[] =>
  runs.filter((run) => run.replayOf === null && run.event !== null);

export function oneRunPerEvent({ accepted, refused, runs }: Evidence): Violation[] {
  const byEvent = groupBy(originals(runs), (run) => `${run.flowId} ${run.event}`);
  const wanted = new Set(accepted.map(({ flowId, event }) => `${flowId} ${event}`));
  const lost = [...wanted]
    .filter((event) => !byEvent.has(event))
    .map((event) => `event ${event} was accepted, but has no run`);
  const doubled = [...byEvent]
    .filter(([, group]) => group.length > 1)
    .map(
      ([event, group]) => `event ${event} has ${group.length} original runs: ${group.map(({ id }) => id).join(', ')}`,
    );
  const stored = refused
    .filter(({ flowId, event }) => !wanted.has(`${flowId} ${event}`) && byEvent.has(`${flowId} ${event}`))
    .map(({ event }) => `event ${event} was refused, and has a run`);
  return [...lost, ...doubled, ...stored].map((says) => ({ invariant: 'I1', says }));
}

/** What was replayed has the replays that were asked for, each under the keys of its original or under keys of its own. */
export function oneRunPerReplay({ replays, runs }: Evidence): Violation[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const byOriginal = groupBy(
    runs.filter(({ replayOf }) => replayOf !== null),
    ({ replayOf }) => replayOf ?? '',
  );
  const miscounted = replays.flatMap(({ of, least, most }) => {
    const got = byOriginal.get(of)?.length ?? 0;
    if (got >= least && got <= most) return [];
    return [`run ${of} has ${got} replays; ${least} were taken, ${most} asked for`];
  });
  const strange = [...byOriginal.values()].flat().filter(({ id, replayOf, effectRoot }) => {
    const original = byId.get(replayOf ?? '');
    return original !== undefined && effectRoot !== id && effectRoot !== original.effectRoot;
  });
  return [
    ...miscounted,
    ...strange.map(
      ({ id, effectRoot }) => `replay ${id} has the effect root ${effectRoot}, which is not its original's`,
    ),
  ].map((says) => ({ invariant: 'I1', says }));
}

export function oneEndPerRun({ runs, glimpses }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const endOf = new Map<string, string>();
  for (const glimpse of [...glimpses, runs]) {
    for (const { id, status } of glimpse) {
      const end = endOf.get(id);
      if (end !== undefined && end !== status)
        violations.push({ invariant: 'I2', says: `run ${id} had ended as ${end} and is ${status} now` });
      if (hasEnded(status)) endOf.set(id, status);
    }
  }
  for (const { id, status, finishedAt } of runs) {
    if (hasEnded(status) !== (finishedAt !== null))
      violations.push({ invariant: 'I2', says: `run ${id} is ${status}, but its end is ${finishedAt ?? 'not set'}` });
  }
  return violations;
}

/** A run that waits without a time to go on waits for a person, and may. */
export function nothingForgotten({ runs, readAt, deadlineMs }: Evidence): Violation[] {
  return runs.flatMap((run): Violation[] => {
    const since = Math.max(run.createdAt, run.wakeAt ?? 0);
    const waitsForPerson = run.status === 'waiting' && run.wakeAt === null;
    if (hasEnded(run.status) || waitsForPerson || readAt - since <= deadlineMs) return [];
    return [{ invariant: 'I3', says: `run ${run.id} is still ${run.status} after ${Math.round(readAt - since)} ms` }];
  });
}

export function fencesGrow({ runs, glimpses }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, number>();
  for (const glimpse of [...glimpses, runs]) {
    for (const { id, fence } of glimpse) {
      const before = last.get(id) ?? 0;
      if (fence < before)
        violations.push({ invariant: 'I8', says: `the fence of run ${id} went from ${before} back to ${fence}` });
      last.set(id, fence);
    }
  }
  return violations;
}
