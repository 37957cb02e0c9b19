// Steps that call another flow: its run is started once, this one is let go, and whoever goes on looks how it stands.
import { runRandom } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import { openReply } from '@patchbay/model/run';
import type { Attempt, KeptReply, StepError, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { AppError } from '@patchbay/model/errors';
import { longestWaitMs } from '@patchbay/model/flow';
import { settleFailedAttempt } from '../decide/index.ts';
import type { Decision } from '../decide/index.ts';
import type { CallDriver, CallState, ClaimedRun, WaitKey } from '../drivers/index.ts';
import type { PlannedNode, RunScope, SubflowStep } from '../plan/index.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { toStepError } from './failed-attempt.ts';
import { persist } from './persist.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';

export interface StartedCall {
  readonly call: SubflowStep;
  readonly node: PlannedNode;
  readonly path: string;
  readonly attempt: number;
  /** As it stood: a call that was made, or attempts before this one. */
  readonly before: StepRecord | undefined;
  readonly startedAt: string;
  /** Of a call that was made before it stands in the record. */
  readonly input: Json;
  /** This run ends. */
  readonly ends: boolean;
}

export interface SubflowRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: Pick<AdvanceDrivers, 'calls' | 'now' | 'onFault' | 'readBlob'>;
  readonly journal: RunJournal;
  readonly contextOf: (path: string) => EvaluationContext;
}

type Outcome = Pick<StepRecord, 'status' | 'ports'> & Partial<StepRecord>;

export class SubflowRunner {
  readonly #parts: SubflowRunnerParts;

  constructor(parts: SubflowRunnerParts) {
    this.#parts = parts;
  }

  prepare(
    {
      node,
      path,
      attempt,
      ends = false,
    }: Pick<Extract<Decision, { type: 'run' }>, 'node' | 'path' | 'attempt'> & { ends?: boolean },
    call: SubflowStep,
    scope: () => RunScope,
  ): Prepared<StartedCall> {
    const before = this.#parts.journal.records.get(path);
    const startedAt = before?.startedAt ?? this.#now();
    const begun = { call, node, path, attempt, before, startedAt, ends };
    if (before?.waits !== undefined) {
      // Whoever finds it cancelled later has to know that it was told so from here.
      if (ends && before.waits.ends !== true) {
        const waits = { ...before.waits, ends: true as const };
        return { type: 'settled', record: { ...before, waits, retryAt: startedAt } };
      }
      return { type: 'start', effect: { ...begun, input: before.input ?? null } };
    }
    try {
      return { type: 'start', effect: { ...begun, input: call.input(scope(), this.#parts.contextOf(path)) } };
    } catch (thrown) {
      const error = this.#errorOf(thrown);
      return {
        type: 'settled',
        record: this.#ended({ ...begun, input: null }, { status: 'failed', ports: ['error'], error }),
      };
    }
  }

  /** Makes the call, or looks how it stands. Never rejects: the record says how it went. */
  async perform(started: StartedCall): Promise<StepRecord> {
    const { calls } = this.#parts.drivers;
    try {
      if (calls === undefined) throw new AppError('internal', 'no flow can be called where this run is advanced');
      return await this.#recordOf(started, await this.#stateOf(started, calls));
    } catch (thrown) {
      return this.#ended(started, { status: 'failed', ports: ['error'], error: this.#errorOf(thrown) });
    }
  }

  async #stateOf(started: StartedCall, calls: CallDriver): Promise<CallState> {
    const { run } = this.#parts;
    const key: WaitKey = { effectRoot: run.effectRoot, path: started.path };
    const isMade = started.before?.waits !== undefined;
    const known = isMade ? await persist(() => calls.look(key)) : null;
    if (known === null) await persist(() => this.#start(started, calls));
    const state = known ?? (await persist(() => calls.look(key)));
    if (state === null) throw new AppError('internal', `the call ${key.effectRoot} ${key.path} was not stored`);
    const tells = started.ends && started.before?.waits?.ends === true;
    if (state.end !== null || !(tells || state.isOver)) return state;
    await persist(() => calls.end(key, run.runId));
    return (await persist(() => calls.look(key))) ?? state;
  }

  #start({ call, node, path, before, input }: StartedCall, calls: CallDriver): Promise<void> {
    const { runId, flowId, fence, effectRoot, workspaceId, environmentId, mode } = this.#parts.run;
    return calls.start({
      workspaceId,
      environmentId,
      flowId: call.flowId,
      versionId: call.versionId,
      mode,
      input,
      effectRoot,
      path,
      caller: { runId, flowId, fence },
      nodeId: node.id,
      timeoutMs: call.timeoutMs,
      after: before?.calls?.runId ?? null,
    });
  }

  async #recordOf(started: StartedCall, state: CallState): Promise<StepRecord> {
    const { call, node } = started;
    const { end, dueAt, runId } = state;
    const until = dueAt.toISOString();
    const since = started.before?.waits?.since ?? this.#now();
    const made = {
      calls: { runId, flowId: call.flowId },
      waits: { kind: 'subflow' as const, since, ...endOf(call, until) },
    };
    if (state.isOver) {
      if (node.connected.has('timeout')) {
        return this.#ended(started, { ...made, status: 'succeeded', ports: ['timeout'], output: null });
      }
      const error = timedOut(call.flowName, until);
      return this.#ended(started, { ...made, status: 'failed', ports: ['error'], error });
    }
    if (end === null) {
      const waits = started.before?.waits?.ends === true ? { ...made.waits, ends: true as const } : made.waits;
      return this.#record(started, { ...made, waits, status: 'waiting', ports: [], retryAt: until });
    }
    if (end.status !== 'succeeded') return this.#failed(started, { ...state, end });
    const attempts = this.#attempts(started, { answer: 'ok' });
    try {
      const output = call.output(await this.#given(end));
      return this.#ended(started, { ...made, status: 'succeeded', ports: ['out'], output, attempts });
    } catch (thrown) {
      return this.#ended(started, {
        ...made,
        status: 'failed',
        ports: ['error'],
        error: this.#errorOf(thrown),
        attempts,
      });
    }
  }

  async #given({ output, reply }: { readonly output: Json; readonly reply?: KeptReply }): Promise<Json> {
    const { run, drivers } = this.#parts;
    if (reply === undefined) return output;
    return (await openReply(reply, (sha256) => persist(() => drivers.readBlob(run.workspaceId, sha256)))).body;
  }

  /** The run that was called did not succeed: it is called again if the step says so. */
  #failed(
    started: StartedCall,
    { runId, end }: CallState & { end: { status: string; error: StepError | null } },
  ): StepRecord {
    const { call, attempt, path, ends } = started;
    const { run, drivers } = this.#parts;
    const calls = { runId, flowId: call.flowId };
    const isCancelled = end.status === 'cancelled';
    const error = isCancelled ? cancelled(call.flowName) : failed(call.flowName, end.error);
    const attempts = this.#attempts(started, { error, answer: error.code });
    const verdict = settleFailedAttempt(
      { error, retryable: !isCancelled && !ends, effect: 'unknown' },
      {
        sideEffect: 'keyed',
        retry: call.retry,
        onUnknown: 'retry',
        attempt,
        firstAttemptMs: Date.parse(attempts[0]?.startedAt ?? started.startedAt),
        nowMs: drivers.now().getTime(),
        jitter: runRandom(run.effectRoot, `${path}#${attempt}`)(),
      },
    );
    if (verdict.type !== 'retry') {
      // That it was told to end by this run is no reason for this run to fail.
      const asTold = isCancelled && (ends || started.before?.waits?.ends === true);
      const waits = asTold ? { waits: { kind: 'subflow' as const, ends: true as const } } : {};
      return this.#ended(started, { status: 'failed', ports: ['error'], error, calls, attempts, ...waits });
    }
    const retryAt = new Date(verdict.atMs).toISOString();
    return this.#record(started, { status: 'waiting', ports: [], error, calls, attempts, retryAt });
  }

  #attempts({ before, attempt, startedAt }: StartedCall, said: Pick<Attempt, 'answer' | 'error'>): Attempt[] {
    const earlier = before?.attempts ?? [];
    const began = before?.waits?.since ?? startedAt;
    return [...earlier, { number: attempt, startedAt: began, finishedAt: this.#now(), ...said }];
  }

  #errorOf(thrown: unknown): StepError {
    const error = toStepError(thrown);
    if (error.code === 'internal') this.#parts.drivers.onFault(this.#parts.run.runId, thrown);
    return error;
  }

  #ended(at: StartedCall, outcome: Outcome): StepRecord {
    return this.#record(at, { ...outcome, finishedAt: this.#now() });
  }

  #record({ node, path, startedAt, before, input }: StartedCall, outcome: Outcome): StepRecord {
    return { path, nodeId: node.id, input, attempts: before?.attempts ?? [], startedAt, ...outcome };
  }

  #now(): string {
    return this.#parts.drivers.now().toISOString();
  }
}

/** A time that is far away is none that people wait for. */
const endOf = ({ timeoutMs }: SubflowStep, until: string): { until?: string } =>
  timeoutMs >= longestWaitMs ? {} : { until };

const timedOut = (flow: string, until: string): StepError => ({
  code: 'timedOut',
  message: `The run of “${flow}” had not ended at ${until}, and was cancelled.`,
  next: 'Look at that run. Let the step wait longer, or connect its exit “no end in time”.',
});

const cancelled = (flow: string): StepError => ({
  code: 'cancelled',
  message: `The run of “${flow}” was cancelled.`,
  next: 'Replay this run to call the flow once more.',
});

/** Under the code of the run: a flow may branch on what the other one says. */
const failed = (flow: string, error: StepError | null): StepError => ({
  code: error?.code ?? 'failed',
  message: `The run of “${flow}” failed${error === null ? '.' : `: ${error.message}`}`,
  next: error?.next ?? 'Look at that run. Replaying this one calls the flow once more, under the same keys.',
});
