// I13: only what happened is taken back, the last first; what a run that came to nothing leaves undone is said. That it happens
// once each, under a key of its own, is I4, as for every step: what takes `charge` back is the step `charge:c`.
import { graphOf, groupBy, hasEnded } from './evidence.ts';
import type { Evidence, Graph, RunRow, StepRecordRow, StepRow, Violation } from './evidence.ts';

const suffix = ':c';
export const isUndo = (path: string): boolean => path.endsWith(suffix);
const undonePath = (path: string): string => path.slice(0, -suffix.length);

const says = (texts: readonly string[]): Violation[] => texts.map((text) => ({ invariant: 'I13', says: text }));

/** At the target: nothing is taken back that it has not done. */
export function onlyDoneIsTakenBack({ calls }: Evidence): Violation[] {
  const done = calls.filter((call) => call.carriedOut && !isUndo(call.step));
  const firstAt = new Map<string, number>();
  for (const { event, step, at } of done) {
    const key = `${event} ${step}`;
    firstAt.set(key, Math.min(firstAt.get(key) ?? at, at));
  }
  return says(
    calls.flatMap(({ event, step, at, carriedOut }) => {
      if (!carriedOut || !isUndo(step)) return [];
      const doneAt = firstAt.get(`${event} ${undonePath(step)}`);
      if (doneAt !== undefined && doneAt <= at) return [];
      return [`event ${event}: ${undonePath(step)} was taken back, and it had not happened`];
    }),
  );
}

export function lastDoneFirst({ records }: Evidence): Violation[] {
  // In bodies a part may be taken back before the rest is done.
  const outside = records.filter(({ path }) => !/[/[]/.test(path));
  return says(
    [...groupBy(outside, ({ runId }) => runId)].flatMap(([runId, own]) => {
      const inOrder = own.toSorted((a, b) => a.seq - b.seq || a.place - b.place);
      const pathsOf = (status: StepRecordRow['status']): string[] =>
        inOrder.filter((record) => record.status === status).map(({ path }) => path);
      const undone = pathsOf('compensated');
      const done = pathsOf('succeeded').filter((path) => undone.includes(path));
      const wanted = done.toReversed();
      if (wanted.join() === undone.join()) return [];
      return [`run ${runId}: done were ${done.join(', ')}, taken back ${undone.join(', ')}`];
    }),
  );
}

/** A run that failed, was cancelled, or stopped with all taken back leaves nothing without a word; any other takes nothing back. */
export function nothingIsLeftSilently({ runs, steps, graphs, left }: Evidence): Violation[] {
  const byRun = groupBy(steps, ({ runId }) => runId);
  return says(
    runs.flatMap((run) => {
      const graph = graphOf({ graphs }, run);
      if (graph === undefined || !hasEnded(run.status)) return [];
      const own = new Map((byRun.get(run.id) ?? []).map((step) => [step.path, step]));
      return breachesOf(run, { graph, own, said: left.get(run.id) ?? [] });
    }),
  );
}

function breachesOf(
  run: RunRow,
  { graph, own, said }: { graph: Graph; own: ReadonlyMap<string, StepRow>; said: readonly string[] },
): string[] {
  const stopped = graph.nodes.some(({ id, undo }) => undo === true && own.get(id)?.status === 'succeeded');
  const cameToNothing = run.status !== 'succeeded' || stopped;
  return graph.nodes.flatMap(({ id, compensate }) => {
    const [step, undo] = [own.get(id), own.get(`${id}${suffix}`)];
    const isUndone = step?.status === 'compensated';
    if (isUndone !== (undo?.status === 'succeeded'))
      return [`run ${run.id}: ${id} is ${step?.status ?? 'not there'}, its undo ${undo?.status ?? 'not there'}`];
    if (undo !== undefined && !cameToNothing) return [`run ${run.id} succeeded, and ${id} was taken back`];
    if (compensate === undefined || !cameToNothing || step?.status !== 'succeeded' || said.includes(id)) return [];
    return [`run ${run.id} is ${run.status}, and ${id} is left undone without a word`];
  });
}
