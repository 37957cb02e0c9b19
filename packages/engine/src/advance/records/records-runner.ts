// A group of steps over the same records: opened, done as one flow, and told as one record for each step.
import type { EvaluationContext } from '@patchbay/mapping';
import { runRandom } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import { defaultRetry } from '@patchbay/model/flow';
import type { Attempt, StepError, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { settleFailedAttempt } from '../../decide/index.ts';
import type { PlacedStep } from '../../decide/index.ts';
import type { ClaimedRun, RunContext } from '../../drivers/index.ts';
import type { RecordMember, RecordsStep, RunScope } from '../../plan/index.ts';
import { MemberFailure } from '../../records/record-flow.ts';
import { RecordTally } from '../../records/record-tally.ts';
import type { AdvanceControl, AdvanceDrivers } from '../advance-run.ts';
import { toFailedAttempt, toStepError } from '../failed-attempt.ts';
import type { RunJournal } from '../run-journal.ts';
import { BatchInDoubt, HandedOver, NoPlace, Parked, Replaced } from './failures.ts';
import { countsOf, groupRecords } from './group-records.ts';
import type { GroupEnd } from './group-records.ts';
import { OpenGroup } from './open-group.ts';
import { withWord, wordOf } from './persons-word.ts';
import { reachedMembers, silentSources } from './reached-members.ts';
import { takenOver } from './taken-over.ts';

export interface StartedRecords {
  readonly step: PlacedStep;
  readonly path: string;
  readonly members: readonly RecordMember[];
  /** Those of them that take part, by their ids. */
  readonly reached: ReadonlySet<string>;
  readonly scope: RunScope;
  /** By member: what its fields hold, or the list that it works on. */
  readonly inputs: ReadonlyMap<string, MemberInput>;
  readonly sideEffect: 'read';
  readonly attempt: number;
  readonly earlier: readonly Attempt[];
  readonly startedAt: string;
  /** Steps that write, which are declared before anything starts. */
  readonly writers: readonly { readonly path: string; readonly attempt: number }[];
}

export type MemberInput =
  | { readonly fields: Readonly<Record<string, Json>>; readonly list?: undefined }
  | { readonly list: readonly Json[]; readonly fields?: undefined };

export interface RecordsRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly context: RunContext;
  readonly contextOf: (path: string) => EvaluationContext;
}

/** What has become of a group. */
export interface SettledGroup {
  readonly group: string;
  readonly records: readonly StepRecord[];
}

export class RecordsRunner {
  readonly #parts: RecordsRunnerParts;
  readonly #abandoned = new AbortController();

  constructor(parts: RecordsRunnerParts) {
    this.#parts = parts;
  }

  /** This worker was replaced. */
  abandon(): void {
    this.#abandoned.abort();
  }

  prepare(
    step: PlacedStep,
    planned: RecordsStep,
    scopeHere: () => RunScope,
  ): { type: 'start'; effect: StartedRecords } | { type: 'settled'; records: readonly StepRecord[] } {
    const { journal, drivers, contextOf } = this.#parts;
    const { prefix } = step.place;
    const { members } = planned;
    const reached = reachedMembers(step.place, planned, journal.records);
    const silent = silentSources(step.place, planned, journal.records);
    const before = journal.records.get(step.path);
    const startedAt = before?.startedAt ?? drivers.now().toISOString();
    const earlier = before?.attempts ?? [];
    const inputs = new Map<string, MemberInput>();
    const at = { prefix, members, reached, startedAt, attempts: earlier, inputs };
    const failed = (member: RecordMember, error: StepError): { type: 'settled'; records: readonly StepRecord[] } => ({
      type: 'settled',
      records: groupRecords({ ...at, ...this.#end({ type: 'failed', member, error }) }),
    });
    const [leader] = members;
    if (leader === undefined) throw new TypeError('a group has a first member');
    let current = leader;
    let scope: RunScope;
    try {
      scope = scopeHere();
      for (const member of members) {
        const given = journal.records.get(prefix + member.id);
        if (!reached.has(member.id) || given?.status !== 'failed' || given.error?.code !== 'givenUp') continue;
        return failed(member, given.error);
      }
      const taken = takenOver({ prefix, members, reached, startedAt }, journal);
      if (taken !== null) return { type: 'settled', records: taken };
      for (const member of members) {
        if (!reached.has(member.id)) continue;
        current = member;
        const { work } = member;
        const context = contextOf(prefix + member.id);
        if (work.does === 'read' || work.does === 'write') {
          inputs.set(member.id, { fields: work.input(scope, context).values });
        } else if (work.does === 'step' && work.items !== null) {
          inputs.set(member.id, { list: silent.has(member.id) ? [] : work.items(scope, context) });
        }
      }
    } catch (thrown) {
      const cause = thrown instanceof MemberFailure ? thrown.cause : thrown;
      const error = toStepError(cause);
      if (error.code === 'internal') drivers.onFault(this.#parts.run.runId, cause);
      return failed(thrown instanceof MemberFailure ? thrown.member : current, error);
    }
    const attempt = earlier.length + 1;
    const writers = members
      .filter(({ id, work }) => work.does === 'write' && reached.has(id))
      .map(({ id }) => ({ path: prefix + id, attempt }));
    return {
      type: 'start',
      effect: {
        step,
        path: step.path,
        members,
        reached,
        scope,
        inputs,
        sideEffect: 'read',
        attempt,
        earlier,
        startedAt,
        writers,
      },
    };
  }

  /** Never rejects: the records say how it went. */
  async perform(started: StartedRecords): Promise<SettledGroup> {
    const { drivers, control } = this.#parts;
    const attemptAt = drivers.now().toISOString();
    const tallies = new Map(started.members.map(({ id }) => [id as string, this.#tallyOf(started, id)]));
    const signal = AbortSignal.any([control.cancel, this.#abandoned.signal]);
    const group = new OpenGroup({ ...this.#parts, started, tallies, signal });
    let end: GroupEnd;
    try {
      end = { type: 'done', ...(await group.flow(() => this.#tell(started, tallies))) };
    } catch (thrown) {
      if (thrown instanceof NoPlace && !control.cancel.aborted) return this.#untilThereIsAPlace(started, thrown);
      end = this.#endOf(started, thrown);
    }
    const scrub = (value: Json): Json => group.scrub(value);
    const failedPages = await this.#keepFailed(tallies, scrub);
    const isParked = end.type === 'again' && end.isParked === true;
    const records = groupRecords({
      ...this.#base(started),
      ...this.#end(end),
      attempts: isParked ? started.earlier : [...started.earlier, this.#attempt(started, attemptAt, end)],
      tallies,
      failedPages,
      scrub,
    });
    return { group: started.path, records };
  }

  /** What stands of its other steps stays as it is: a word of a person, or how often a batch was tried. */
  #untilThereIsAPlace(started: StartedRecords, { message, atMs }: NoPlace): SettledGroup {
    const { path, members, startedAt, earlier } = started;
    const [leader] = members;
    if (leader === undefined) throw new TypeError('a group has a first member');
    const before = this.#parts.journal.records.get(path);
    const word = wordOf(before);
    const record: StepRecord = {
      ...(before ?? { path, nodeId: leader.id, attempts: [...earlier], startedAt }),
      ...(before?.records === undefined ? {} : { records: withWord(before.records, word) }),
      status: 'waiting',
      ports: [],
      error: { code: 'noPlace', message },
      retryAt: new Date(atMs).toISOString(),
    };
    return { group: path, records: [record] };
  }

  #base({ step, members, reached, startedAt, inputs }: StartedRecords) {
    return { prefix: step.place.prefix, members, reached, startedAt, inputs };
  }

  #end(end: GroupEnd): { end: GroupEnd; finishedAt: string } {
    return { end, finishedAt: this.#parts.drivers.now().toISOString() };
  }

  #tallyOf({ step }: StartedRecords, id: string): RecordTally {
    const tally = new RecordTally();
    const before = this.#parts.journal.records.get(step.place.prefix + id);
    tally.retried = before?.records?.retried;
    tally.word = wordOf(before);
    return tally;
  }

  #attempt(started: StartedRecords, startedAt: string, end: GroupEnd): Attempt {
    const finishedAt = this.#parts.drivers.now().toISOString();
    const base = { number: started.attempt, startedAt, finishedAt };
    if (end.type === 'done') return { ...base, answer: 'ok' };
    const { error } = end;
    return { ...base, error, answer: error.code };
  }

  /** How far each step has come, for whoever watches. */
  async #tell(started: StartedRecords, tallies: ReadonlyMap<string, RecordTally>): Promise<void> {
    const { journal } = this.#parts;
    for (const member of started.members) {
      const tally = tallies.get(member.id);
      if (tally === undefined) continue;
      const path = started.step.place.prefix + member.id;
      const attempts = path === started.path ? [...started.earlier] : [];
      journal.record({
        path,
        nodeId: member.id,
        status: 'started',
        ports: [],
        attempts,
        startedAt: started.startedAt,
        records: countsOf(member, tally),
      });
    }
    if (!(await journal.progress([]))) throw new Replaced('another worker goes on with the run');
  }

  #endOf(started: StartedRecords, thrown: unknown): GroupEnd {
    const { drivers, control, run } = this.#parts;
    const cause = thrown instanceof MemberFailure ? thrown.cause : thrown;
    const member = thrown instanceof MemberFailure ? thrown.member : started.members[0];
    if (member === undefined) throw new TypeError('a group has a first member');
    if (control.cancel.aborted) {
      return {
        type: 'failed',
        member,
        error: { code: 'cancelled', message: 'The run was cancelled while records flowed.' },
      };
    }
    if (cause instanceof Parked) {
      const error = { code: 'parked', message: cause.message };
      return { type: 'again', error, atMs: cause.atMs, isParked: true };
    }
    if (cause instanceof HandedOver || cause instanceof Replaced || this.#abandoned.signal.aborted) {
      const error = { code: 'handedOver', message: 'The worker stopped; another goes on.' };
      return { type: 'again', error, atMs: drivers.now().getTime() };
    }
    if (cause instanceof BatchInDoubt) return { type: 'doubt', member, error: cause.error, batch: cause.batch };
    const failure = mayComeAgain(cause) ? { ...toFailedAttempt(cause), retryable: true } : toFailedAttempt(cause);
    if (failure.error.code === 'internal') drivers.onFault(run.runId, cause);
    // Reading is repeated from the beginning; what was sent is known and not sent again.
    const retry = member.work.does === 'read' ? member.work.retry : defaultRetry;
    const verdict = settleFailedAttempt(failure, {
      sideEffect: 'read',
      retry,
      onUnknown: 'hold',
      attempt: started.attempt,
      firstAttemptMs: Date.parse(started.earlier[0]?.startedAt ?? started.startedAt),
      nowMs: drivers.now().getTime(),
      jitter: runRandom(run.effectRoot, `${started.path}#${started.attempt}`)(),
    });
    if (verdict.type === 'retry') return { type: 'again', error: failure.error, atMs: verdict.atMs };
    return { type: 'failed', member, error: failure.error };
  }

  /** In pages, so that a screen reads a part of them only. */
  async #keepFailed(
    tallies: ReadonlyMap<string, RecordTally>,
    scrub: (value: Json) => Json,
  ): Promise<Map<string, NonNullable<StepRecord['records']>['failedPages']>> {
    const { run, drivers } = this.#parts;
    const pages = new Map<string, NonNullable<StepRecord['records']>['failedPages']>();
    for (const [id, { kept }] of tallies) {
      const own = [];
      for (let from = 0; from < kept.length; from += failedPageSize) {
        const part = kept.slice(from, from + failedPageSize);
        const text = JSON.stringify(scrub(part.map((one) => ({ ...one }))));
        try {
          const { sha256, sizeBytes } = await drivers.putBlob(run.workspaceId, Buffer.from(text));
          own.push({ sha256, sizeBytes, count: part.length });
        } catch (fault) {
          // They are counted all the same; that they cannot be shown is no reason to fail what was done.
          drivers.onFault(run.runId, fault);
          break;
        }
      }
      if (own.length > 0) pages.set(id, own);
    }
    return pages;
  }
}

export const failedPageSize = 200;

/** No place in the sandbox, or a store that does not answer: nothing was wrong with the records. */
const mayComeAgain = (cause: unknown): boolean => cause instanceof AppError && cause.code === 'unavailable';
