// I4 one effect per step at a target that honours keys · I5 nothing happened that was not recorded as started · I6 what is
// done is not done again · I7 what was used is what was recorded · I11 nothing starts after the grace of a cancel.
import { isDeepStrictEqual } from 'node:util';
import { callersOf, groupBy } from './evidence.ts';
import type { Evidence, StepRow, TargetCall, Violation } from './evidence.ts';
import { isUndo } from './of-sagas.ts';

export const cancelGraceMs = 10_000;
/** Between two clocks of one machine, and between a request that is sent and one that has arrived. */
const toleranceMs = 250;

const stepKey = (runId: string, path: string): string => `${runId} ${path}`;
const stepsByKey = (steps: readonly StepRow[]): Map<string, StepRow> =>
  new Map(steps.map((step) => [stepKey(step.runId, step.path), step]));
const callKey = ({ event, step }: TargetCall): string => `${event} ${step}`;

/** A replay as a new event does all of it once more, under keys of its own. */
const effectKey = (call: TargetCall): string => `${callKey(call)} ${call.root ?? ''}`;

export function oneEffectPerStep({ calls }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const says = (text: string): void => void violations.push({ invariant: 'I4', says: text });
  const honoured = calls.filter((call) => call.honoursKeys);
  for (const group of groupBy(honoured, effectKey).values()) {
    const step = group.map(callKey)[0] ?? '';
    const effects = group.filter((call) => call.carriedOut).length;
    if (effects > 1) says(`step ${step} had ${effects} effects`);
    const keys = new Set(group.map((call) => call.key));
    if (keys.size > 1) says(`step ${step} was called under ${keys.size} keys`);
    if (group.some(({ root }) => root === null)) says(`step ${step} was called under a key of none of its runs`);
  }
  for (const [key, group] of groupBy(honoured, (call) => call.key ?? callKey(call))) {
    const steps = new Set(group.map(callKey));
    if (steps.size > 1) says(`key ${key} stands for ${[...steps].join(' and ')}`);
  }
  return violations;
}

export function effectsWereRecorded(evidence: Evidence): Violation[] {
  const { calls, steps } = evidence;
  const callers = callersOf(evidence);
  const known = stepsByKey(steps);
  const early = calls
    .filter(({ wasKnown }) => wasKnown === false)
    .map((call) => `an effect of step ${callKey(call)} came before the step was recorded as started`);
  const unknown = [...new Map(calls.map((call) => [effectKey(call), call])).values()].flatMap((call) => {
    const runs = callers(call);
    if (runs.length === 0) return [`an effect of event ${call.event}, which has no run`];
    if (runs.some(({ id }) => known.has(stepKey(id, call.step)))) return [];
    return [`an effect of step ${call.step} of run ${runs[0]?.id}, which is not recorded`];
  });
  return [...early, ...unknown].map((says) => ({ invariant: 'I5', says }));
}

export function doneStaysDone(evidence: Evidence): Violation[] {
  const { records, calls } = evidence;
  const violations: Violation[] = [];
  const settled = records.filter(({ status }) => status === 'succeeded' || status === 'failed' || status === 'skipped');
  const doneAt = new Map<string, number>();
  for (const [step, group] of groupBy(settled, (record) => stepKey(record.runId, record.path))) {
    if (group.length > 1) violations.push({ invariant: 'I6', says: `step ${step} was settled ${group.length} times` });
    doneAt.set(step, Math.min(...group.map(({ at }) => at)));
  }
  const callers = callersOf(evidence);
  // A request that a process had under way when it froze cannot be called back; where the target knew its key, nothing ran.
  for (const call of calls.filter((one) => one.carriedOut)) {
    // The last of its runs that had it to do, be it a replay.
    const at = Math.max(...callers(call).map(({ id }) => doneAt.get(stepKey(id, call.step)) ?? Infinity));
    if (Number.isFinite(at) && call.at > at + toleranceMs)
      violations.push({ invariant: 'I6', says: `step ${callKey(call)} ran ${call.at - at} ms after it was done` });
  }
  return violations;
}

export function usedIsRecorded(evidence: Evidence): Violation[] {
  const { calls, steps, carried } = evidence;
  const callers = callersOf(evidence);
  const known = stepsByKey(steps);
  const strange = (call: TargetCall, runId: string): string[] =>
    Object.entries(call.used).flatMap(([path, value]) => {
      const recorded = known.get(stepKey(runId, path))?.output;
      if (isDeepStrictEqual(recorded, value)) return [];
      return [`used ${JSON.stringify(value)} of ${path}, recorded is ${JSON.stringify(recorded)}`];
    });
  return calls.flatMap((call) => {
    const [first = [], ...others] = callers(call).map(({ id }) => strange(call, id));
    const used = others.some((words) => words.length === 0) ? [] : first;
    const sent = carried.get(call.event);
    const isWhole = sent === undefined || call.carried === undefined || isDeepStrictEqual(call.carried, sent);
    const words = [
      ...used,
      ...(isWhole ? [] : [`carried ${JSON.stringify(call.carried)}, of the event it is ${JSON.stringify(sent)}`]),
    ];
    return words.map((said): Violation => ({ invariant: 'I7', says: `step ${callKey(call)} ${said}` }));
  });
}

export function cancelIsHeeded(evidence: Evidence): Violation[] {
  const { runs, attempts, calls } = evidence;
  const endOf = new Map(
    runs.flatMap((run) => (run.cancelAt === null ? [] : [[run.id, run.cancelAt + cancelGraceMs + toleranceMs]])),
  );
  const callers = callersOf(evidence);
  const started = [
    ...attempts.map(({ runId, path, startedAt }) => ({ ids: [runId], path, at: startedAt })),
    ...calls.map((call) => ({ ids: callers(call).map(({ id }) => id), path: call.step, at: call.at })),
  ];
  return started.flatMap(({ ids, path, at }): Violation[] => {
    const end = Math.max(...ids.map((id) => endOf.get(id) ?? Infinity));
    // Taking back is what a cancel asks for.
    if (!Number.isFinite(end) || at <= end || isUndo(path)) return [];
    return [
      { invariant: 'I11', says: `step ${path} of run ${ids[0]} started ${at - end} ms after the grace of its cancel` },
    ];
  });
}
