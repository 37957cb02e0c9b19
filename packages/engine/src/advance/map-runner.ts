// A map step: done here when it is little work, else beside this process's event loop, with the same result. It touches nothing,
// so it is not declared, and after a crash it is simply done again.
import type { EvaluationContext } from '@patchbay/mapping';
import type { Attempt, StepError, StepRecord } from '@patchbay/model/run';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import type { PlacedStep } from '../decide/index.ts';
import type { ClaimedRun, MapDriver, MapFault } from '../drivers/index.ts';
import type { EventBody, MapStep, PlannedNode, RunScope } from '../plan/index.ts';
import type { AdvanceControl, AdvanceDrivers } from './advance-run.ts';
import type { Prepared } from './prepared.ts';
import type { RunJournal } from './run-journal.ts';
import { StepEnds } from './step-ends.ts';
import { timeText } from './time-text.ts';

export interface StartedMap {
  readonly node: PlannedNode;
  readonly path: string;
  readonly map: MapStep;
  readonly maps: MapDriver;
  readonly scope: RunScope;
  readonly startedAt: string;
  readonly sideEffect: 'read';
  readonly earlier: readonly Attempt[];
}

export interface MapRunnerParts {
  readonly run: ClaimedRun;
  readonly drivers: AdvanceDrivers;
  readonly control: AdvanceControl;
  readonly journal: RunJournal;
  readonly event: EventBody;
  readonly contextOf: (path: string) => EvaluationContext;
}

export class MapRunner {
  readonly #parts: MapRunnerParts;
  readonly #ends: StepEnds;

  constructor(parts: MapRunnerParts) {
    this.#parts = parts;
    this.#ends = new StepEnds(parts);
  }

  prepare({ node, path, place }: PlacedStep, map: MapStep, scope: RunScope): Prepared<StartedMap> {
    const { drivers, journal, event, contextOf } = this.#parts;
    const before = journal.records.get(path);
    const startedAt = before?.startedAt ?? timeText(drivers.now());
    const step = { node, path, startedAt };
    try {
      const { maps } = drivers;
      if (maps === undefined) {
        const made = map.run(scope, contextOf(path), () => []);
        return { type: 'settled', record: this.#ends.succeeded(step, made) };
      }
      const effect: StartedMap = { ...step, map, maps, scope, sideEffect: 'read', earlier: before?.attempts ?? [] };
      // A body that nobody has read goes over as bytes. In a loop it would be read anew for each item.
      if (event.unread !== null && map.reads.trigger && place.around === null) return { type: 'start', effect };
      const made = map.runIfSmall(scope, contextOf(path));
      return made === null ? { type: 'start', effect } : { type: 'settled', record: this.#ends.succeeded(step, made) };
    } catch (thrown) {
      return { type: 'settled', record: this.#ends.thrown(step, thrown) };
    }
  }

  /** Never rejects: the record says how it went. */
  async perform(started: StartedMap): Promise<StepRecord> {
    const { run, control, event } = this.#parts;
    const { path, map, maps } = started;
    const body = map.reads.trigger ? event.unread : null;
    try {
      const read = map.reads.scope(started.scope);
      const made = await maps.run({
        mapping: map.mapping,
        scope: body === null ? read : { ...read, trigger: withoutBody(read['trigger'] ?? null) },
        body,
        clock: { now: run.startedAt.getTime(), seed: run.effectRoot, path },
        workspaceId: run.workspaceId,
        signal: control.cancel,
      });
      if (!made.ok) return this.#ends.failed(started, stepErrorOf(made.fault));
      return this.#ends.succeeded(started, map.settle(made.made));
    } catch (thrown) {
      return this.#ends.notDone(started, thrown, { cancel: control.cancel, cancelled });
    }
  }
}

/** Spread would read it. */
function withoutBody(trigger: Json): Json {
  if (!isJsonObject(trigger)) return trigger;
  const names = Object.keys(trigger).filter((name) => name !== 'body');
  return Object.fromEntries(names.map((name) => [name, trigger[name] ?? null]));
}

const cancelled: StepError = { code: 'cancelled', message: 'The run was cancelled while the mapping ran.' };

const errors: Readonly<Record<MapFault['kind'], { readonly code: string; readonly next: string }>> = {
  time: {
    code: 'mapTime',
    next: 'An analyst filters or divides the data in a step before, or looks in the mapping for lists that are searched once for each item.',
  },
  memory: {
    code: 'mapMemory',
    next: 'An analyst filters or divides the data in a step before, or lets the mapping make less of it.',
  },
  body: { code: 'invalidInput', next: 'The sender must send valid JSON, or name another content type.' },
  crashed: {
    code: 'mapCrashed',
    next: 'Replay the run. If it happens again, an administrator looks at the worker’s log.',
  },
};

export const stepErrorOf = ({ kind, message }: MapFault): StepError => ({
  code: errors[kind].code,
  message,
  next: errors[kind].next,
});
