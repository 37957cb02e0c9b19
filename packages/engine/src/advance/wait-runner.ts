// Steps that wait: what they wait for is written down elsewhere, the run is let go, and whoever goes on looks how it stands.
import type { EvaluationContext } from '@patchbay/mapping';
import type { StepRecord, StepWait } from '@patchbay/model/run';
import { ApprovalDecision } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { isJsonObject } from '@patchbay/model/schema';
import type { PlacedStep } from '../decide/index.ts';
import type { ClaimedRun, WaitAnswer, WaitKey, WaitState } from '../drivers/index.ts';
import { triggerValue } from '../plan/index.ts';
import type { AskStep, DelayStep, PlannedNode, RunScope } from '../plan/index.ts';
import type { AdvanceDrivers } from './advance-run.ts';
import { lengthWords } from './length-words.ts';
import { toStepError } from './failed-attempt.ts';
import { persist } from './persist.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';
import { timeText } from './time-text.ts';

export interface StartedWait {
  readonly wait: AskStep;
  readonly node: PlannedNode;
  readonly path: string;
  readonly startedAt: string;
  /** JSON text of what is asked; of a wait that was opened before, it stands there already. */
  readonly ask: string | null;
  readonly isOpen: boolean;
}

export interface WaitRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: Pick<AdvanceDrivers, 'waits' | 'now' | 'readBlob' | 'onFault'>;
  readonly journal: RunJournal;
  readonly contextOf: (path: string) => EvaluationContext;
}

type Outcome = Pick<StepRecord, 'status' | 'ports'> & Partial<StepRecord>;

export class WaitRunner {
  readonly #parts: WaitRunnerParts;

  constructor(parts: WaitRunnerParts) {
    this.#parts = parts;
  }

  /** A delay that is over, or that begins. */
  delay({ node, path }: PlacedStep, step: DelayStep, scope: RunScope): StepRecord {
    const { drivers, journal } = this.#parts;
    const nowMs = drivers.now().getTime();
    const before = journal.records.get(path);
    const startedAt = before?.startedAt ?? new Date(nowMs).toISOString();
    let until = before?.waits?.until;
    try {
      until ??= new Date(step.until(scope, this.#parts.contextOf(path), nowMs)).toISOString();
    } catch (thrown) {
      return this.#failed({ node, path, startedAt }, thrown);
    }
    const waits: StepWait = { kind: 'delay', until };
    return Date.parse(until) <= nowMs
      ? this.#ended({ node, path, startedAt }, { status: 'succeeded', ports: ['out'], output: { until }, waits })
      : this.#record({ node, path, startedAt }, { status: 'waiting', ports: [], retryAt: until, waits });
  }

  prepare({ node, path }: PlacedStep, wait: AskStep, scope: RunScope): Prepared<StartedWait> {
    const { drivers, journal } = this.#parts;
    const before = journal.records.get(path);
    const startedAt = before?.startedAt ?? timeText(drivers.now());
    const begun = { wait, node, path, startedAt };
    if (before?.waits !== undefined) return { type: 'start', effect: { ...begun, ask: null, isOpen: true } };
    try {
      const question = wait.question(scope, this.#parts.contextOf(path));
      const ask = question === null ? null : JSON.stringify(question);
      return { type: 'start', effect: { ...begun, ask, isOpen: false } };
    } catch (thrown) {
      return { type: 'settled', record: this.#failed(begun, thrown) };
    }
  }

  /** Opens the wait, or looks how it stands. Never rejects: the record says how it went. */
  async perform(started: StartedWait): Promise<StepRecord> {
    try {
      return await this.#recordOf(started, await this.#stateOf(started));
    } catch (thrown) {
      return this.#failed(started, thrown);
    }
  }

  async #stateOf({ wait, node, path, ask, isOpen }: StartedWait): Promise<WaitState> {
    const { run, drivers } = this.#parts;
    const key: WaitKey = { effectRoot: run.effectRoot, path };
    const known = isOpen ? await persist(() => drivers.waits.look(key)) : null;
    if (known !== null) return known;
    const { runId, workspaceId, environmentId, flowId } = run;
    const { kind, timeoutMs, remindAfterMs } = wait;
    const about = { runId, workspaceId, environmentId, flowId, nodeId: node.id, kind, timeoutMs, remindAfterMs, ask };
    return persist(() => drivers.waits.open({ ...key, ...about }));
  }

  async #recordOf(started: StartedWait, state: WaitState): Promise<StepRecord> {
    const { wait, node } = started;
    const waits = waitOf(wait, state);
    const reminded = state.remindedAt === null ? [] : ['remind'];
    if (state.answer !== null) {
      const { output, port } = await this.#answered(wait, state.answer);
      return this.#ended(started, { status: 'succeeded', ports: [port, ...reminded], output, waits });
    }
    if (!state.isOver) {
      const nextAt = state.remindAt !== null && state.remindedAt === null ? earlier(state) : state.dueAt;
      return this.#record(started, { status: 'waiting', ports: reminded, retryAt: nextAt.toISOString(), waits });
    }
    if (node.connected.has('timeout')) {
      return this.#ended(started, { status: 'succeeded', ports: ['timeout', ...reminded], output: null, waits });
    }
    const error = timedOut(wait);
    return this.#ended(started, { status: 'failed', ports: ['error', ...reminded], error, waits });
  }

  async #answered(wait: AskStep, answer: WaitAnswer): Promise<{ output: Json; port: string }> {
    const { meta, contentType, blob } = answer;
    const body = blob === null ? answer.body : await this.#parts.drivers.readBlob(this.#parts.run.workspaceId, blob);
    const value = triggerValue({ meta, contentType, body });
    if (wait.kind === 'callback') return { output: value, port: 'out' };
    const decision = ApprovalDecision.parse(isJsonObject(value) ? value['body'] : null);
    return { output: decision, port: decision.decision };
  }

  #failed(at: Pick<StartedWait, 'node' | 'path' | 'startedAt'>, thrown: unknown): StepRecord {
    const error = toStepError(thrown);
    if (error.code === 'internal') this.#parts.drivers.onFault(this.#parts.run.runId, thrown);
    return this.#ended(at, { status: 'failed', ports: ['error'], error });
  }

  #ended(at: Pick<StartedWait, 'node' | 'path' | 'startedAt'>, outcome: Outcome): StepRecord {
    return this.#record(at, { ...outcome, finishedAt: timeText(this.#parts.drivers.now()) });
  }

  #record({ node, path, startedAt }: Pick<StartedWait, 'node' | 'path' | 'startedAt'>, outcome: Outcome): StepRecord {
    return { path, nodeId: node.id, attempts: [], startedAt, ...outcome };
  }
}

const earlier = ({ remindAt, dueAt }: WaitState): Date => (remindAt !== null && remindAt < dueAt ? remindAt : dueAt);

function waitOf({ kind }: AskStep, { ask, dueAt, remindAt, remindedAt }: WaitState): StepWait {
  const question: unknown = ask === null ? null : JSON.parse(ask);
  const title = isJsonObject(question) && typeof question['title'] === 'string' ? { title: question['title'] } : {};
  return {
    kind,
    until: dueAt.toISOString(),
    ...title,
    ...(remindAt === null ? {} : { remindAt: remindAt.toISOString() }),
    ...(remindedAt === null ? {} : { remindedAt: remindedAt.toISOString() }),
  };
}

const timedOut = ({ kind, timeoutMs }: AskStep): NonNullable<StepRecord['error']> => ({
  code: 'timedOut',
  message: `${kind === 'approval' ? 'Nobody decided' : 'No answer came'} within ${lengthWords(timeoutMs)}.`,
  next:
    kind === 'approval'
      ? 'Replay the run from this step to ask once more, or connect its exit “no decision”.'
      : 'Ask the other system; replay the run from this step to wait once more, or connect its exit “no answer”.',
});
