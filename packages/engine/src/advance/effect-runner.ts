// One attempt of an effect: its input evaluated, doubt from a former worker settled, the call made, the answer judged.
import { runRandom } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import type { SideEffect } from '@patchbay/model/connector';
import type { ConnectionId } from '@patchbay/model/identity';
import { isUndoPath, undonePath, undoPath } from '@patchbay/model/run';
import type { Attempt, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { settleFailedAttempt } from '../decide/index.ts';
import type { FailedAttempt, PlacedStep, Verdict } from '../decide/index.ts';
import type { CallPermit, ClaimedRun, RunContext } from '../drivers/index.ts';
import type { EffectInput, EffectStep, PlannedNode, RunScope } from '../plan/index.ts';
import type { AdvanceControl, AdvanceDrivers } from './advance-run.ts';
import { crashed, nobodySaid, notSent, toFailedAttempt, toStepError } from './failed-attempt.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';
import { timeText } from './time-text.ts';

export interface StartedEffect {
  readonly node: PlannedNode;
  readonly path: string;
  readonly step: EffectStep;
  readonly input: Readonly<Record<string, Json>>;
  /** What the mappings of its input left out. */
  readonly rejected?: EffectInput['rejected'];
  readonly sideEffect: SideEffect;
  readonly attempt: number;
  /** Attempts before this one. */
  readonly earlier: readonly Attempt[];
  readonly firstStartedAt: string;
  /** Limits of the connection held it back before. */
  readonly wasHeld: boolean;
  /** What the idempotency key is made of: the path, and in later rounds their number. */
  readonly keyPath: string;
  readonly round: number;
}

/** An effect that the limits of its connection let through. */
export interface AdmittedEffect {
  readonly effect: StartedEffect;
  readonly permit: CallPermit;
}

export interface EffectRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly context: RunContext;
  readonly contextOf: (path: string) => EvaluationContext;
}

/** Whoever is held back asks again this late at least: a gate that says "until now" is not asked without end. */
export const soonestAskMs = 100;

export class EffectRunner {
  readonly #parts: EffectRunnerParts;
  readonly #abandoned = new AbortController();
  /** Of calls that may begin and have not. */
  readonly #permits = new Set<CallPermit>();

  constructor(parts: EffectRunnerParts) {
    this.#parts = parts;
  }

  /** This worker was replaced: what is still in flight is told to stop. */
  abandon(): void {
    this.#abandoned.abort();
    for (const permit of this.#permits) this.giveUp(permit);
  }

  /** The call does not begin after all. */
  giveUp(permit: CallPermit): void {
    this.#permits.delete(permit);
    permit.end(null);
  }

  prepare(
    { node, path }: Pick<PlacedStep, 'node' | 'path'>,
    step: EffectStep,
    { attempt, scope }: { attempt: number; scope: RunScope },
  ): Prepared<StartedEffect> {
    const { journal, drivers } = this.#parts;
    const before = journal.records.get(path);
    const startedAt = before?.startedAt ?? timeText(drivers.now());
    let made: EffectInput;
    let sideEffect: SideEffect;
    try {
      made = step.input(scope, this.#parts.contextOf(path));
      sideEffect = step.sideEffect(made.values);
    } catch (thrown) {
      const error = toStepError(thrown);
      if (error.code === 'internal') drivers.onFault(this.#parts.run.runId, thrown);
      const finishedAt = timeText(drivers.now());
      const record: StepRecord = {
        path,
        nodeId: node.id,
        status: 'failed',
        ports: ['error'],
        error,
        attempts: before?.attempts ?? [],
        startedAt,
        finishedAt,
      };
      return { type: 'settled', record };
    }
    const round = journal.roundOf(undonePath(path));
    const effect: StartedEffect = {
      keyPath: keyPathOf(path, round),
      round,
      node,
      path,
      step,
      input: made.values,
      rejected: made.rejected,
      sideEffect,
      attempt,
      firstStartedAt: startedAt,
      wasHeld: before?.held !== undefined,
      earlier: before?.attempts ?? [],
    };
    // A keyed target recognises the key of the original by itself; only this kind would happen twice.
    const doubtful = journal.doubtfulAttempt(path);
    const isFirst = sideEffect === 'unsafe' && before === undefined && doubtful === null;
    if (isFirst && journal.inheritsDoubt(path)) return this.#settleInherited(effect);
    const inherited = isFirst ? journal.inheritedEffect(path) : null;
    if (inherited !== null) {
      // Taken over now: its attempts belong to the original, and so do their times.
      const ended = inherited.status === 'succeeded' ? { finishedAt: startedAt } : {};
      return { type: 'settled', record: { ...inherited, attempts: [], startedAt, ...ended } };
    }
    return doubtful === null ? { type: 'start', effect } : this.#settleDoubt(effect, doubtful);
  }

  /** The run that this one repeats was about to do this, and no record says how it went. */
  #settleInherited(effect: StartedEffect): Prepared<StartedEffect> {
    const failure: FailedAttempt = { error: nobodySaid, retryable: true, effect: 'unknown' };
    const verdict = this.#verdict(effect, failure, effect.firstStartedAt);
    if (verdict.type === 'retry' || verdict.type === 'fail') return { type: 'start', effect };
    // The attempt belongs to the original.
    return { type: 'settled', record: this.#recordOf(effect, { attempts: [], failure, verdict }) };
  }

  /** A former worker was about to do this, and no record says how it went. */
  #settleDoubt(effect: StartedEffect, doubtful: number): Prepared<StartedEffect> {
    const { drivers } = this.#parts;
    const at = timeText(drivers.now());
    const lost: Attempt = {
      number: doubtful,
      startedAt: effect.firstStartedAt,
      finishedAt: at,
      error: crashed,
      answer: 'crashed',
    };
    const next = { ...effect, attempt: doubtful + 1, earlier: [...effect.earlier, lost] };
    const failure: FailedAttempt = { error: crashed, retryable: true, effect: 'unknown' };
    if (effect.sideEffect !== 'unsafe') return { type: 'start', effect: next };
    const verdict = this.#verdict({ ...effect, attempt: doubtful }, failure, effect.firstStartedAt);
    return verdict.type === 'retry'
      ? { type: 'start', effect: next }
      : { type: 'settled', record: this.#recordOf(effect, { attempts: next.earlier, failure, verdict }) };
  }

  /** Whether its connection takes the call now. Null: nothing limits it. Otherwise it goes, or the record says what it waits for. */
  admit(effect: StartedEffect): Promise<AdmittedEffect | StepRecord> | null {
    const { run, drivers } = this.#parts;
    const connectionId = this.#connectionOf(effect);
    if (connectionId === null) return null;
    const { workspaceId, environmentId } = run;
    const asked =
      drivers.operations.admit?.({ workspaceId, environmentId, connectionId, back: effect.wasHeld }) ?? null;
    if (asked === null) return null;
    return asked.then((admission) => {
      if (admission.type === 'go') {
        if (this.#abandoned.signal.aborted) admission.permit.end(null);
        else this.#permits.add(admission.permit);
        return { effect, permit: admission.permit };
      }
      const { reason, message, next, atMs } = admission;
      return {
        ...this.putBack(effect),
        error: { code: 'heldBack', message, next },
        retryAt: new Date(Math.max(atMs, drivers.now().getTime() + soonestAskMs)).toISOString(),
        held: { reason, connectionId },
      };
    });
  }

  /** It did not start and is due at once. */
  putBack(effect: StartedEffect): StepRecord {
    return {
      path: effect.path,
      nodeId: effect.node.id,
      status: 'waiting',
      ports: [],
      input: effect.input,
      attempts: [...effect.earlier],
      startedAt: effect.firstStartedAt,
      retryAt: timeText(this.#parts.drivers.now()),
      ...roundOf(effect),
      ...(this.#parts.journal.records.get(effect.path)?.inDoubt === true ? { inDoubt: true } : {}),
    };
  }

  #connectionOf(effect: StartedEffect): ConnectionId | null {
    const { slot } = effect.step;
    return slot === null ? null : (this.#parts.context.bindings.get(slot) ?? null);
  }

  /** Makes the call. Never rejects: the record says how it went. */
  async perform(effect: StartedEffect, permit?: CallPermit): Promise<StepRecord> {
    const { run, drivers, control } = this.#parts;
    if (permit !== undefined) this.#permits.delete(permit);
    const startedAt = timeText(drivers.now());
    // After the commit of its start this process may have stood still for longer than its lease: another may have done it.
    if (effect.sideEffect !== 'read' && !drivers.mayStartEffects()) {
      permit?.end(null);
      const attempt: Attempt = {
        number: effect.attempt,
        startedAt,
        finishedAt: startedAt,
        error: notSent,
        answer: notSent.code,
      };
      const failure: FailedAttempt = { error: notSent, retryable: true, effect: 'none' };
      const verdict: Verdict = { type: 'retry', atMs: Date.parse(startedAt) };
      return this.#recordOf(effect, { attempts: [...effect.earlier, attempt], failure, verdict });
    }
    const connectionId = this.#connectionOf(effect);
    try {
      const output = await drivers.operations.call({
        operation: effect.step.operation,
        workspaceId: run.workspaceId,
        environmentId: run.environmentId,
        connectionId,
        input: effect.step.sent(effect.input),
        idempotencyKey: drivers.idempotencyKey(run.effectRoot, effect.keyPath),
        runId: run.runId,
        path: effect.path,
        attempt: effect.attempt,
        // A cancel does not stop what takes effects back: it is the reason for it.
        signal: isUndoPath(effect.path)
          ? this.#abandoned.signal
          : AbortSignal.any([control.cancel, this.#abandoned.signal]),
      });
      permit?.end(null);
      const finishedAt = timeText(drivers.now());
      const attempt: Attempt = { number: effect.attempt, startedAt, finishedAt, answer: answerOf(output) };
      const record: StepRecord = {
        path: effect.path,
        nodeId: effect.node.id,
        status: 'succeeded',
        ports: ['out'],
        input: effect.input,
        output,
        attempts: [...effect.earlier, attempt],
        startedAt: effect.firstStartedAt,
        finishedAt,
        ...roundOf(effect),
      };
      return effect.rejected === undefined ? record : { ...record, rejected: effect.rejected };
    } catch (thrown) {
      permit?.end(control.cancel.aborted ? null : thrown);
      const failure = toFailedAttempt(thrown);
      if (failure.error.code === 'internal') drivers.onFault(run.runId, thrown);
      const finishedAt = timeText(drivers.now());
      const attempt: Attempt = {
        number: effect.attempt,
        startedAt,
        finishedAt,
        error: failure.error,
        answer: failure.error.code,
      };
      const verdict = this.#verdict(effect, failure, startedAt);
      return this.#recordOf(effect, { attempts: [...effect.earlier, attempt], failure, verdict });
    }
  }

  #verdict(effect: StartedEffect, failure: FailedAttempt, attemptStartedAt: string): Verdict {
    const { run, drivers } = this.#parts;
    return settleFailedAttempt(failure, {
      sideEffect: effect.sideEffect,
      retry: effect.step.retry,
      onUnknown: effect.step.onUnknown,
      attempt: effect.attempt,
      // Time that it was held back before its first attempt does not count.
      firstAttemptMs: Date.parse(effect.earlier[0]?.startedAt ?? attemptStartedAt),
      nowMs: drivers.now().getTime(),
      jitter: runRandom(run.effectRoot, `${effect.path}#${effect.attempt}`)(),
    });
  }

  #recordOf(
    effect: StartedEffect,
    { attempts, failure, verdict }: { attempts: readonly Attempt[]; failure: FailedAttempt; verdict: Verdict },
  ): StepRecord {
    const finishedAt = timeText(this.#parts.drivers.now());
    const base = {
      path: effect.path,
      nodeId: effect.node.id,
      input: effect.input,
      attempts: [...attempts],
      startedAt: effect.firstStartedAt,
      ...roundOf(effect),
    };
    // Only what could be taken back matters; the answer of a keyed target to its last attempt speaks for all of them.
    const before = this.#parts.journal.records.get(effect.path)?.inDoubt === true;
    const heard = failure.effect === 'none' || !(failure.retryable || verdict.type === 'hold');
    const inDoubt =
      effect.node.compensate !== undefined &&
      effect.sideEffect !== 'read' &&
      !isUndoPath(effect.path) &&
      (!heard || (before && effect.sideEffect === 'unsafe'));
    const doubt = inDoubt ? ({ inDoubt: true } as const) : {};
    switch (verdict.type) {
      case 'retry':
        return {
          ...base,
          ...doubt,
          status: 'waiting',
          ports: [],
          error: failure.error,
          retryAt: new Date(verdict.atMs).toISOString(),
        };
      case 'fail':
        return { ...base, ...doubt, status: 'failed', ports: ['error'], error: failure.error, finishedAt };
      case 'hold':
        return { ...base, ...doubt, status: 'unknown', ports: [], error: failure.error };
      case 'assumeDone':
        return { ...base, status: 'succeeded', ports: ['out'], output: null, error: failure.error, finishedAt };
    }
  }
}

const roundOf = ({ round, path }: StartedEffect): Pick<StepRecord, 'round'> =>
  round === 0 || isUndoPath(path) ? {} : { round };

/** The first time it is the path alone; what was taken back and is done again is another effect. */
function keyPathOf(path: string, round: number): string {
  if (round === 0) return path;
  const key = `${undonePath(path)}:r${round}`;
  return isUndoPath(path) ? undoPath(key) : key;
}

/** One word for the timeline: the status of an HTTP answer, else `ok`. */
function answerOf(output: Json): string {
  const status = typeof output === 'object' && output !== null && !Array.isArray(output) ? output['status'] : undefined;
  return typeof status === 'number' ? String(status) : 'ok';
}
