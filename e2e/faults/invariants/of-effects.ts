// I4 one effect per step at a target that honours keys · I5 nothing happened that was not recorded as started · I6 what is
// done is not done again · I7 what was used is what was recorded · I11 nothing starts after the grace of a cancel.
import { isDeepStrictEqual } from 'node:util';
import { groupBy } from './evidence.ts';
import type { Evidence, RunRow, StepRow, TargetCall, Violation } from './evidence.ts';
import { isUndo } from './of-sagas.ts';

export const cancelGraceMs = 10_000;
/** Between two clocks of one machine, and between a request that is sent and one that has arrived. */
const toleranceMs = 250;

const originalsByEvent = (runs: readonly RunRow[]): Map<string, RunRow> =>
  new Map(runs.filter((run) => run.replayOf === null).map((run) => [run.event ?? run.id, run]));
const stepKey = (runId: string, path: string): string => `${runId} ${path}`;
const stepsByKey = (steps: readonly StepRow[]): Map<string, StepRow> =>
  new Map(steps.map((step) => [stepKey(step.runId, step.path), step]));
const callKey = ({ event, step }: TargetCall): string => `${event} ${step}`;

export function oneEffectPerStep({ calls }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const honoured = calls.filter((call) => call.honoursKeys);
  for (const [step, group] of groupBy(honoured, callKey)) {
    const effects = group.filter((call) => call.carriedOut).length;
    if (effects > 1) violations.push({ invariant: 'I4', says: `step ${step} had ${effects} effects` });
    const keys = new Set(group.map((call) => call.key));
    if (keys.size > 1) violations.push({ invariant: 'I4', says: `step ${step} was called under ${keys.size} keys` });
  }
  for (const [key, group] of groupBy(honoured, (call) => call.key ?? callKey(call))) {
    const steps = new Set(group.map(callKey));
    if (steps.size > 1) violations.push({ invariant: 'I4', says: `key ${key} stands for ${[...steps].join(' and ')}` });
  }
  return violations;
}

export function effectsWereRecorded({ calls, runs, steps }: Evidence): Violation[] {
  const runOf = originalsByEvent(runs);
  const known = stepsByKey(steps);
  return [...new Map(calls.map((call) => [callKey(call), call])).values()].flatMap((call): Violation[] => {
    const run = runOf.get(call.event);
    if (run === undefined) return [{ invariant: 'I5', says: `an effect of event ${call.event}, which has no run` }];
    if (known.has(stepKey(run.id, call.step))) return [];
    return [{ invariant: 'I5', says: `an effect of step ${call.step} of run ${run.id}, which is not recorded` }];
  });
}

export function doneStaysDone({ records, calls, runs }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const settled = records.filter(({ status }) => status === 'succeeded' || status === 'failed' || status === 'skipped');
  const doneAt = new Map<string, number>();
  for (const [step, group] of groupBy(settled, (record) => stepKey(record.runId, record.path))) {
    if (group.length > 1) violations.push({ invariant: 'I6', says: `step ${step} was settled ${group.length} times` });
    doneAt.set(step, Math.min(...group.map(({ at }) => at)));
  }
  const runOf = originalsByEvent(runs);
  // A request that a process had under way when it froze cannot be called back; where the target knew its key, nothing ran.
  for (const call of calls.filter((one) => one.carriedOut)) {
    const at = doneAt.get(stepKey(runOf.get(call.event)?.id ?? '', call.step));
    if (at !== undefined && call.at > at + toleranceMs)
      violations.push({ invariant: 'I6', says: `step ${callKey(call)} ran ${call.at - at} ms after it was done` });
  }
  return violations;
}

export function usedIsRecorded({ calls, runs, steps }: Evidence): Violation[] {
  const runOf = originalsByEvent(runs);
  const known = stepsByKey(steps);
  return calls.flatMap((call) =>
    Object.entries(call.used).flatMap(([path, value]): Violation[] => {
      const recorded = known.get(stepKey(runOf.get(call.event)?.id ?? '', path))?.output;
      if (isDeepStrictEqual(recorded, value)) return [];
      const said = `${JSON.stringify(value)} of ${path}, recorded is ${JSON.stringify(recorded)}`;
      return [{ invariant: 'I7', says: `step ${callKey(call)} used ${said}` }];
    }),
  );
}

export function cancelIsHeeded({ runs, attempts, calls }: Evidence): Violation[] {
  const endOf = new Map(
    runs.flatMap((run) => (run.cancelAt === null ? [] : [[run.id, run.cancelAt + cancelGraceMs + toleranceMs]])),
  );
  const runOf = originalsByEvent(runs);
  const started = [
    ...attempts.map(({ runId, path, startedAt }) => ({ runId, path, at: startedAt })),
    ...calls.map((call) => ({ runId: runOf.get(call.event)?.id ?? '', path: call.step, at: call.at })),
  ];
  return started.flatMap(({ runId, path, at }): Violation[] => {
    const end = endOf.get(runId);
    // Taking back is what a cancel asks for.
    if (end === undefined || at <= end || isUndo(path)) return [];
    return [
      { invariant: 'I11', says: `step ${path} of run ${runId} started ${at - end} ms after the grace of its cancel` },
    ];
  });
}
