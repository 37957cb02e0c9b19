// Steps that never touch the world: pure ones, and containers with their turns. Each is a record in the journal at once.
import { seededContext } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import type { StepError, StepRecord } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { Decision, Place, PlacedStep } from '../decide/index.ts';
import { entrySource, StepFailure } from '../plan/index.ts';
import type { Arrival, ForEachStep, PureResult, PureRun, RunScope } from '../plan/index.ts';
import { toStepError } from './failed-attempt.ts';
import { KeptItems, tooMuchKept } from './kept-items.ts';
import { isSpent, smallSteps } from './list-runner.ts';
import type { RunParts } from './run-loop.ts';
import { errorValue, runScope } from './run-scope.ts';
import { TurnItems } from './turn-items.ts';
import { timeText } from './time-text.ts';

/** As many turns that failed are shown of a loop. */
const mostLookedAt = 100;

type Outcome = Pick<StepRecord, 'status' | 'ports'> & Partial<StepRecord>;

export class InnerSteps {
  readonly #parts: RunParts;
  readonly items: TurnItems;
  readonly #kept: KeptItems;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#kept = new KeptItems(parts.journal.records);
    this.items = new TurnItems(parts);
  }

  scopeAt(place: Place): RunScope {
    const { context, journal, trigger, drivers, run } = this.#parts;
    return runScope(place, journal.records, {
      trigger,
      items: this.items,
      vars: context.variables,
      linkTo: ({ kind }, path) =>
        drivers.linkTo(kind === 'approval' ? 'approval' : 'callback', { effectRoot: run.effectRoot, path }),
    });
  }

  contextOf(path: string): EvaluationContext {
    const { run, drivers } = this.#parts;
    const seed = { now: run.startedAt.getTime(), effectRoot: run.effectRoot, path };
    return seededContext(drivers.brief === undefined ? seed : { ...seed, budget: { steps: smallSteps } });
  }

  /** The trigger that fired has succeeded; the flow's other triggers are not taken. */
  recordTriggers(): void {
    const { run, context, journal, drivers } = this.#parts;
    // Our reading of the database's time may lie a moment behind: nothing is to seem older than its trigger.
    const now = drivers.now();
    const at = timeText(run.startedAt < now ? run.startedAt : now);
    for (const node of context.plan.nodes) {
      if (node.step.type !== 'trigger' || journal.records.has(node.id)) continue;
      const fired = node.id === run.triggerId;
      const status = fired ? 'succeeded' : 'skipped';
      const ports = fired ? ['out'] : [];
      journal.record({ path: node.id, nodeId: node.id, status, ports, attempts: [], startedAt: at, finishedAt: at });
    }
  }

  skip({ path, node }: PlacedStep): void {
    const at = this.#now();
    const record = { path, nodeId: node.id, status: 'skipped' as const, ports: [], attempts: [], startedAt: at };
    this.#parts.journal.record({ ...record, finishedAt: at });
  }

  /** A step of a turn whose item is lost. Whether a former worker has done it is not known from here. */
  failLost({ path, node }: PlacedStep, error: StepError): void {
    const { journal } = this.#parts;
    const before = journal.records.get(path);
    const doubt = journal.doubtfulAttempt(path) === null ? {} : { inDoubt: true as const };
    const { attempts = [], startedAt = this.#now() } = before ?? {};
    const outcome = { status: 'failed' as const, ports: ['error'], error, ...doubt, finishedAt: this.#now() };
    journal.record({ path, nodeId: node.id, attempts, startedAt, ...outcome });
  }

  run(step: PlacedStep): void {
    const { step: planned } = step.node;
    if (planned.type === 'pure') this.#runPure(step, planned.run);
    if (planned.type === 'forEach') this.#begin(step, planned);
    if (planned.type === 'try') this.#record(step, this.#now(), { status: 'started', ports: [] });
  }

  #runPure(step: PlacedStep, run: PureRun): void {
    const startedAt = this.#now();
    const made = this.#attempt((): PureResult =>
      run(this.scopeAt(step.place), this.contextOf(step.path), () => this.arrivals(step)),
    );
    if (!made.ok) {
      this.#end(step, startedAt, { status: 'failed', ports: ['error'], error: made.error });
      return;
    }
    const { output, ports, reply, rejected } = made.value;
    const outcome: Outcome = { status: 'succeeded', ports: [...ports], output };
    this.#end(step, startedAt, rejected === undefined ? outcome : { ...outcome, rejected }, reply);
  }

  /** What the turns get is written down: they are the same ones whoever goes on. */
  #begin(step: PlacedStep, planned: ForEachStep): void {
    const startedAt = this.#now();
    const { turns } = planned;
    if ('leader' in turns) throw new TypeError('a loop over records begins with its group');
    const made = this.#attempt(() => turns(this.scopeAt(step.place), this.contextOf(step.path)));
    if (!made.ok) {
      this.#end(step, startedAt, { status: 'failed', ports: ['error'], error: made.error });
      return;
    }
    const input = [...made.value];
    this.#record(step, startedAt, { status: 'started', ports: [], input, turns: { count: input.length } });
  }

  /** Not before its item is at hand. */
  beginTurn({ path, node, turn }: Extract<Decision, { type: 'beginTurn' }>): void {
    if (!this.items.take(path, turn)) return;
    const step = { path: `${path}[${turn}]`, node };
    const lost = this.items.lost(step.path);
    if (lost === null) {
      this.#record(step, this.#now(), { status: 'started', ports: [] });
      return;
    }
    this.items.letGo(step.path);
    this.#end(step, this.#now(), { status: 'failed', ports: ['error'], error: lost, input: null });
  }

  endTurn({ path, node, turn, body, error }: Extract<Decision, { type: 'endTurn' }>): void {
    const step = { path: `${path}[${turn}]`, node };
    const startedAt = this.#parts.journal.records.get(step.path)?.startedAt ?? this.#now();
    const outcome = this.#outcome(step, body, error);
    const item = this.items.lost(step.path) === null ? this.items.held(step.path) : null;
    this.items.letGo(step.path);
    const keeps = outcome.status === 'failed' && item !== undefined && this.#asksForItem({ path, node });
    this.#end(step, startedAt, keeps && this.#kept.keep(path, item) ? { ...outcome, input: item } : outcome);
  }

  /** Whether the item of a turn that failed is asked for: by people, who look at the first ones, and at the end of a loop that collects. */
  #asksForItem({ path, node }: Pick<PlacedStep, 'path' | 'node'>): boolean {
    const leavesOut = node.step.type === 'forEach' && node.step.onFailure === 'skip';
    return !leavesOut || this.#parts.journal.records.turns(path).failed < mostLookedAt;
  }

  /** The container's last record; it is the caller's to keep. */
  endContainer({ path, node, body, error }: Extract<Decision, { type: 'endContainer' }>): StepRecord {
    const { records } = this.#parts.journal;
    const step = { path, node };
    const before = records.get(path);
    const startedAt = before?.startedAt ?? this.#now();
    const ended = (outcome: Outcome): StepRecord => ({
      path,
      nodeId: node.id,
      attempts: [],
      startedAt,
      ...outcome,
      finishedAt: this.#now(),
    });
    if (node.step.type !== 'forEach') return ended(this.#outcome(step, body, error));
    this.#kept.letGo(path);
    const count = before?.turns?.count ?? 0;
    const { failed } = records.turns(path);
    const given = { ...listOf(before), turns: { ...before?.turns, count, failed } };
    if (error !== null) return ended({ status: 'failed', ports: ['error'], error, ...given });
    const made = this.#attempt(() => this.#collected(step, count));
    return made.ok
      ? ended({ status: 'succeeded', ports: ['out'], ...given, output: made.value })
      : ended({ status: 'failed', ports: ['error'], error: made.error, ...given });
  }

  /** How a turn, or a body that is done once, ended; its output may still be impossible to work out. */
  #outcome({ path, node }: Pick<PlacedStep, 'path' | 'node'>, body: Place | null, error: StepError | null): Outcome {
    if (error !== null) return { status: 'failed', ports: ['error'], error };
    const planned = node.step;
    if (body === null || (planned.type !== 'forEach' && planned.type !== 'try'))
      return { status: 'succeeded', ports: [] };
    const made = this.#attempt(() => planned.output(this.scopeAt(body), this.contextOf(path)));
    return made.ok
      ? { status: 'succeeded', ports: ['out'], output: made.value }
      : { status: 'failed', ports: ['error'], error: made.error };
  }

  /** What the turns gave, in the order of the items. */
  #collected({ path, node }: Pick<PlacedStep, 'path' | 'node'>, count: number): Json {
    const { records } = this.#parts.journal;
    const done: Json[] = [];
    const failed: Json[] = [];
    const collects = node.step.type === 'forEach' && node.step.onFailure === 'collect';
    const isApart = records.get(path)?.turns?.parts !== undefined;
    for (let turn = 0; turn < count; turn += 1) {
      const record = records.get(`${path}[${turn}]`);
      if (record?.status === 'succeeded') done.push(record.output ?? null);
      else if (record !== undefined && collects) {
        if (isApart && record.input === undefined) throw new StepFailure(tooMuchKept);
        failed.push({ index: turn, item: this.items.of(path, turn), error: errorValue(record) });
      }
    }
    return collects ? { done, failed } : done;
  }

  /** What came along the ways that were taken. */
  arrivals({ place, node }: PlacedStep): Arrival[] {
    const { journal, trigger } = this.#parts;
    return node.incoming.flatMap(({ source, port }) => {
      const entered = source === entrySource ? place.around : null;
      if (entered !== null) return [{ name: entered.container.name, value: this.#itemAt(entered) }];
      const from = place.scope.nodes[source];
      const record = from === undefined ? undefined : journal.records.get(place.prefix + from.id);
      if (from === undefined || record === undefined || !record.ports.includes(port)) return [];
      const value = from.kind === 'trigger' ? trigger : port === 'error' ? errorValue(record) : (record.output ?? null);
      return [{ name: from.name, value }];
    });
  }

  #itemAt({ place, container, turn }: NonNullable<Place['around']>): Json {
    return turn === null ? null : this.items.of(place.prefix + container.id, turn);
  }

  #attempt<T>(make: () => T): { ok: true; value: T } | { ok: false; error: StepError } {
    try {
      return { ok: true, value: make() };
    } catch (thrown) {
      if (isSpent(thrown)) this.#parts.drivers.brief?.giveUp();
      const error = toStepError(thrown);
      if (error.code === 'internal') this.#parts.drivers.onFault(this.#parts.run.runId, thrown);
      return { ok: false, error };
    }
  }

  #end(
    step: Pick<PlacedStep, 'path' | 'node'>,
    startedAt: string,
    outcome: Outcome,
    reply?: PureResult['reply'],
  ): void {
    this.#record(step, startedAt, { ...outcome, finishedAt: this.#now() }, reply);
  }

  #record(
    { path, node }: Pick<PlacedStep, 'path' | 'node'>,
    startedAt: string,
    outcome: Outcome,
    reply?: PureResult['reply'],
  ): void {
    this.#parts.journal.record({ path, nodeId: node.id, attempts: [], startedAt, ...outcome }, reply);
  }

  #now(): string {
    return timeText(this.#parts.drivers.now());
  }
}

/** The list of a loop, and where it stands if it is too large for a checkpoint. */
function listOf(before: StepRecord | undefined): Pick<StepRecord, 'input' | 'inputRef' | 'records'> {
  const { input, inputRef, records, turns } = before ?? {};
  if (turns?.parts !== undefined) return records === undefined ? {} : { records };
  if (inputRef === undefined) return { input: input ?? [] };
  return input === undefined ? { inputRef } : { input, inputRef };
}
