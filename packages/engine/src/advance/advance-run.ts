// The shell of the engine: claim in hand, decide → perform → checkpoint under the fence, until the run is parked or done.
import { seededContext } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import type { Reply, StepError, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { failureReply, finishedReply } from '../accept/final-reply.ts';
import { decide } from '../decide/index.ts';
import type { Decision } from '../decide/index.ts';
import type { ClaimedRun, OperationDriver, PlanDriver, RunContext, RunStore } from '../drivers/index.ts';
import { triggerValue } from '../plan/index.ts';
import type { Arrival, PlannedNode, PureRun } from '../plan/index.ts';
import { EffectRunner } from './effect-runner.ts';
import type { AdmittedEffect, StartedEffect } from './effect-runner.ts';
import { toStepError } from './failed-attempt.ts';
import { persist } from './persist.ts';
import { RunJournal } from './run-journal.ts';
import { errorValue, runScope } from './run-scope.ts';

export interface AdvanceDrivers {
  readonly store: RunStore;
  readonly plans: PlanDriver;
  readonly operations: OperationDriver;
  readonly readBlob: (workspaceId: string, blob: string) => Promise<Uint8Array>;
  /** The database's time. */
  readonly now: () => Date;
  /** False when the lease is too old to start anything in the world. */
  readonly mayStartEffects: () => boolean;
  readonly idempotencyKey: (effectRoot: string, path: string) => string;
  /** Faults of our own, with their cause; user errors are in the run. */
  readonly onFault: (runId: string, fault: unknown) => void;
}

export interface AdvanceControl {
  /** Aborted when a cancel was asked for. */
  readonly cancel: AbortSignal;
  /** True while the process shuts down: finish what is in flight, then hand the run over. */
  readonly draining: () => boolean;
}

/** A lease that expired this often while the run was under way ends it: it kills its workers. */
const maxCrashes = 3;

/** Advances a claimed run as far as it goes. Never rejects: what goes wrong is written into the run or reported. */
export async function advanceRun(run: ClaimedRun, drivers: AdvanceDrivers, control: AdvanceControl): Promise<void> {
  const journal = new RunJournal(run, drivers.store);
  try {
    if (!run.fresh) {
      journal.load(await persist(() => drivers.store.loadHistory(run.runId)));
      journal.askAgain(drivers.now().toISOString());
    }
    // A replay of the same event does nothing twice: what its original did, or may have done, is taken over.
    const original = run.replayOf;
    if (original !== null && run.effectRoot !== run.runId) {
      journal.inherit(await persist(() => drivers.store.loadHistory(original)));
    }
    if (run.crashes >= maxCrashes) {
      await endPoisoned(run, journal);
      return;
    }
    const context = await persist(() => drivers.plans.contextFor(run));
    const body = run.blob === null ? run.body : await drivers.readBlob(run.workspaceId, run.blob);
    const trigger = triggerValue({ meta: run.meta, contentType: run.contentType, body });
    await new Advance({ run, drivers, control, journal, context, trigger }).toTheEnd();
  } catch (fault) {
    drivers.onFault(run.runId, fault);
    await endFaulty(run, journal, fault).catch((second: unknown) => drivers.onFault(run.runId, second));
  }
}

async function endPoisoned(run: ClaimedRun, journal: RunJournal): Promise<void> {
  const lastStep = journal.lastPath();
  const error = {
    code: 'poison',
    message: `The worker died ${run.crashes} times while this run was under way${lastStep === null ? '' : `, the last time at step ${lastStep}`}.`,
    next: 'An administrator looks at the worker’s log; replay the run once the cause is mended.',
  };
  await journal.release({
    status: 'failed',
    wakeAt: null,
    error: JSON.stringify(error),
    deadLetter: { reason: error.message, lastStep },
    lastReply: failureReply(run.runId),
  });
}

async function endFaulty(run: ClaimedRun, journal: RunJournal, fault: unknown): Promise<void> {
  await journal.release({
    status: 'failed',
    wakeAt: null,
    error: JSON.stringify(toStepError(fault)),
    deadLetter: null,
    lastReply: failureReply(run.runId),
  });
}

interface AdvanceParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly context: RunContext;
  readonly trigger: Json;
}

class Advance {
  readonly #parts: AdvanceParts;
  readonly #effects: EffectRunner;
  readonly #inFlight = new Map<string, Promise<StepRecord | AdmittedEffect>>();

  constructor(parts: AdvanceParts) {
    this.#parts = parts;
    this.#effects = new EffectRunner({ ...parts, contextOf: (path) => this.#contextOf(path) });
  }

  async toTheEnd(): Promise<void> {
    const { control, journal, drivers } = this.#parts;
    this.#recordTriggers();
    for (;;) {
      const { starting, last } = this.#settlePure();
      if (last !== null && last.type === 'finish') {
        await this.#finish(last);
        return;
      }
      if (last !== null) {
        const wakeAt = last.wakeAtMs === null ? null : new Date(last.wakeAtMs);
        const error = this.#waitingFor();
        await journal.release({ status: 'waiting', wakeAt, error, deadLetter: null, lastReply: null });
        return;
      }
      const mayGoOn = !control.draining() && (starting.length === 0 || drivers.mayStartEffects());
      if (!mayGoOn && this.#inFlight.size === 0) {
        await this.#handOver();
        return;
      }
      if (!(await this.#start(mayGoOn ? starting : []))) return;
      const settled = await this.#nextSettled();
      if (!('permit' in settled)) journal.record(settled);
      else if (!(await this.#startAdmitted(settled))) return;
    }
  }

  /** This process stops, or its lease is too old to start anything: whoever has a good one goes on at once. */
  async #handOver(): Promise<void> {
    const { journal, drivers } = this.#parts;
    const wakeAt = drivers.now();
    await journal.release({ status: 'waiting', wakeAt, error: null, deadLetter: null, lastReply: null });
  }

  /** Why the run waits, as the text of a StepError: the step in doubt, else the one that will be tried again. */
  #waitingFor(): string | null {
    const { context, journal } = this.#parts;
    const held = (status: StepRecord['status']): PlannedNode | undefined =>
      context.plan.nodes.find((node) => journal.records.get(node.id)?.status === status);
    const node = held('unknown') ?? held('waiting');
    const record = node === undefined ? undefined : journal.records.get(node.id);
    if (node === undefined || record?.error === undefined) return null;
    const { code, message } = record.error;
    const details = record.held === undefined ? {} : { details: { connectionId: record.held.connectionId } };
    return JSON.stringify({ code, message: `${node.label}: ${message}`, ...details } satisfies StepError);
  }

  /** The trigger that fired has succeeded; the flow's other triggers are not taken. */
  #recordTriggers(): void {
    const { run, context, journal, drivers } = this.#parts;
    // Our reading of the database's time may lie a moment behind: nothing is to seem older than its trigger.
    const at = new Date(Math.min(run.startedAt.getTime(), drivers.now().getTime())).toISOString();
    for (const node of context.plan.nodes) {
      if (node.step.type !== 'trigger' || journal.records.has(node.id)) continue;
      const fired = node.id === run.triggerId;
      const status = fired ? 'succeeded' : 'skipped';
      const ports = fired ? ['out'] : [];
      journal.record({ path: node.id, nodeId: node.id, status, ports, attempts: [], startedAt: at, finishedAt: at });
    }
  }

  /** Does all that needs no waiting. What is left: effects to start, or that the run parks or ends. */
  #settlePure(): { starting: StartedEffect[]; last: Extract<Decision, { type: 'wait' | 'finish' }> | null } {
    const { context, journal, drivers, run, control } = this.#parts;
    const starting: StartedEffect[] = [];
    for (;;) {
      const inFlight = new Set([...this.#inFlight.keys(), ...starting.map((effect) => effect.node.id)]);
      const decisions = decide(context.plan, {
        records: journal.records,
        inFlight,
        cancelRequested: run.cancelRequested || control.cancel.aborted,
        nowMs: drivers.now().getTime(),
      });
      if (decisions.length === 0) return { starting, last: null };
      for (const decision of decisions) {
        switch (decision.type) {
          case 'skip':
            this.#recordSkip(decision.node);
            break;
          case 'run': {
            const effect = this.#run(decision.node, decision.attempt);
            if (effect !== null) starting.push(effect);
            break;
          }
          case 'wait':
          case 'finish':
            return { starting, last: decision };
        }
      }
    }
  }

  #recordSkip(node: PlannedNode): void {
    const at = this.#parts.drivers.now().toISOString();
    const record = {
      path: node.id,
      nodeId: node.id,
      status: 'skipped' as const,
      ports: [],
      attempts: [],
      startedAt: at,
    };
    this.#parts.journal.record({ ...record, finishedAt: at });
  }

  #run(node: PlannedNode, attempt: number): StartedEffect | null {
    if (node.step.type === 'effect') {
      const prepared = this.#effects.prepare(node, node.step, { attempt, scope: this.#scope() });
      if (prepared.type === 'start') return prepared.effect;
      this.#parts.journal.record(prepared.record);
      return null;
    }
    if (node.step.type === 'pure') this.#runPure(node, node.step.run);
    return null;
  }

  #runPure(node: PlannedNode, run: PureRun): void {
    const { journal, drivers } = this.#parts;
    const startedAt = drivers.now().toISOString();
    const base = { path: node.id, nodeId: node.id, attempts: [], startedAt };
    try {
      const { output, ports, reply, rejected } = run(this.#scope(), this.#contextOf(node.id), () =>
        this.#arrivals(node),
      );
      const finishedAt = drivers.now().toISOString();
      const done = { ...base, status: 'succeeded' as const, ports: [...ports], output, finishedAt };
      journal.record(rejected === undefined ? done : { ...done, rejected }, reply);
    } catch (thrown) {
      const error = toStepError(thrown);
      if (error.code === 'internal') drivers.onFault(this.#parts.run.runId, thrown);
      const finishedAt = drivers.now().toISOString();
      journal.record({ ...base, status: 'failed', ports: ['error'], error, finishedAt });
    }
  }

  #scope(): ReturnType<typeof runScope> {
    const { context, journal, trigger } = this.#parts;
    return runScope(context.plan, journal.records, { trigger, vars: context.variables });
  }

  /** What came along the ways that were taken. */
  #arrivals(node: PlannedNode): Arrival[] {
    const { context, journal, trigger } = this.#parts;
    return node.incoming.flatMap(({ source, port }) => {
      const from = context.plan.nodes[source];
      const record = from === undefined ? undefined : journal.records.get(from.id);
      if (from === undefined || record === undefined || !record.ports.includes(port)) return [];
      const value = from.kind === 'trigger' ? trigger : port === 'error' ? errorValue(record) : (record.output ?? null);
      return [{ name: from.name, value }];
    });
  }

  #contextOf(path: string): EvaluationContext {
    const { run } = this.#parts;
    return seededContext({ now: run.startedAt.getTime(), effectRoot: run.effectRoot, path });
  }

  /** Commits that the effects start, then starts them; those whose connection has limits ask first. False: replaced. */
  async #start(starting: readonly StartedEffect[]): Promise<boolean> {
    const free: StartedEffect[] = [];
    const asking = new Map<string, Promise<StepRecord | AdmittedEffect>>();
    for (const effect of starting) {
      const admission = this.#effects.admit(effect);
      if (admission === null) free.push(effect);
      else asking.set(effect.node.id, admission);
    }
    if (!(await this.#declare(free, { waits: starting.length > 0 }))) return false;
    for (const [path, admission] of asking) this.#inFlight.set(path, admission);
    for (const effect of free) this.#inFlight.set(effect.node.id, this.#effects.perform(effect));
    return true;
  }

  /** False: this worker was replaced. */
  async #startAdmitted({ effect, permit }: AdmittedEffect): Promise<boolean> {
    const { control, drivers, journal } = this.#parts;
    if (control.cancel.aborted || control.draining() || !drivers.mayStartEffects()) {
      this.#effects.giveUp(permit);
      journal.record(this.#effects.putBack(effect));
      return true;
    }
    if (!(await this.#declare([effect], { waits: true }))) return false;
    this.#inFlight.set(effect.node.id, this.#effects.perform(effect, permit));
    return true;
  }

  /** Commits what is known and that these effects start. False: this worker was replaced. */
  async #declare(starting: readonly StartedEffect[], { waits }: { waits: boolean }): Promise<boolean> {
    const { journal } = this.#parts;
    const declared = starting.filter((effect) => effect.sideEffect !== 'read');
    const overtaken = this.#inFlight.size > 0 && journal.hasPending;
    if (declared.length === 0 && !overtaken && !(waits && journal.reply !== null && journal.hasPending)) return true;
    const effects = declared.map((effect) => ({ path: effect.node.id, attempt: effect.attempt }));
    const counts = await journal.progress(effects);
    if (!counts) this.#effects.abandon();
    return counts;
  }

  async #nextSettled(): Promise<StepRecord | AdmittedEffect> {
    const settled = await Promise.race(this.#inFlight.values());
    this.#inFlight.delete('permit' in settled ? settled.effect.node.id : settled.path);
    return settled;
  }

  async #finish(decision: Extract<Decision, { type: 'finish' }>): Promise<void> {
    const { journal, run } = this.#parts;
    const { status, error } = decision;
    const lastReply: Reply | null = journal.reply === null ? finishedReply(run.runId, status) : null;
    const text = error === null ? null : JSON.stringify(error);
    await journal.release({ status, wakeAt: null, error: text, deadLetter: null, lastReply });
  }
}
