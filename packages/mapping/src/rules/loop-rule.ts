// One target item for each turn of the loop. What the list goes through before is in loop/.
import type { LoopRule } from '@patchbay/model/mapping';
import { parsed } from '../compile/parsed.ts';
import { Site } from '../evaluate/site.ts';
import { kindOf } from '../evaluate/value.ts';
import { compileLoop } from './loop/compile-loop.ts';
import { limitOf, walkLoop } from './loop/loop-stages.ts';
import type { Turn } from './loop/loop-stages.ts';
import { recordPlace } from './loop/record-place.ts';
import { PartFailed } from './rule-problem.ts';
import { valuePath } from './rule-scope.ts';
import type { ListFiller, Place, RuleScope } from './rule-scope.ts';
import { ruleSite } from './run-state.ts';
import type { RunState } from './run-state.ts';

export function loopFiller(rule: LoopRule, place: Place, outer: RuleScope): ListFiller {
  const { source, limit, stages, positionSlot, indexSlot, scope } = compileLoop(rule, place, outer);
  const inner = { path: place.path, loops: [...place.loops, place.path] };
  const objects = scope.backEnd.object(rule, inner, scope);
  const placeOfRecord = recordPlace(rule.for, outer.records);
  const site = ruleSite('For each');
  const limitSite = new Site('At most', parsed(rule.limit ?? '').ast);
  const mostOf = (value: unknown): number => {
    try {
      return limitOf(value, limitSite);
    } catch (cause) {
      throw PartFailed.of(cause, '#limit', rule.limit ?? '');
    }
  };
  const fields = Object.keys(rule.fields).length;
  const level = place.loops.length;
  const isSimple = stages.joins.length + stages.orderBy.length === 0 && stages.distinct === undefined;
  const walk = isSimple && stages.groupBy === undefined && limit === undefined ? walkSimply : walkLoop;
  return (run, list) => {
    const { frame } = run;
    const items = source(frame);
    if (items === null) {
      run.observe?.left(place.path, 0);
      return false;
    }
    if (!Array.isArray(items)) throw site.error('typeMismatch', `needs a list, but this is ${kindOf(items)}.`);
    frame.chargeList(items.length, site);
    const start = level === 0 ? run.start : undefined;
    const most = limit === undefined ? Infinity : mostOf(limit(frame)) - (start?.turns ?? 0);
    let turns = 0;
    const turn: Turn = (item, position) => {
      const target = list.length + (start?.target ?? 0);
      run.targetPositions[level] = target;
      run.sourcePositions[level] = position;
      if (indexSlot !== undefined) frame.slots[indexSlot] = target;
      run.observe?.turned(place.path, { turn: turns, position, target, item });
      turns += 1;
      frame.chargeObject(fields, site);
      const object = objects.create();
      if (objects.fill(run, object)) reject(run, { place, item, position, source: placeOfRecord(run) });
      else list.push(object);
      return true;
    };
    try {
      walk({ items, limit: Math.max(0, most), stages, frame, first: start?.source ?? 0 }, turn);
    } catch (cause) {
      if (cause instanceof PartFailed) cause.index = Number(frame.slots[positionSlot]);
      throw cause;
    } finally {
      run.targetPositions.length = level;
      run.sourcePositions.length = level;
      run.observe?.left(place.path, turns);
    }
    if (level === 0) {
      run.turns = turns;
      run.isFull = turns >= most;
    }
    return false;
  };
}

/** The usual loop, a list with at most a condition, without the machinery of the others. */
function walkSimply({ items, stages, frame, first }: Parameters<typeof walkLoop>[0], turn: Turn): void {
  const { where } = stages;
  for (let at = 0; at < items.length; at += 1) {
    const item: unknown = items[at] ?? null;
    stages.enter(frame, item, first + at);
    if (where !== undefined && !where(frame)) continue;
    turn(item, first + at);
  }
}

const rejectSite = ruleSite('Rejected');

interface Rejection {
  readonly place: Place;
  readonly item: unknown;
  readonly position: number;
  readonly source: string;
}

function reject(run: RunState, { place, item, position, source }: Rejection): void {
  const { skipCause: problem } = run;
  run.skipCause = undefined;
  run.targetPositions.length = place.loops.length;
  run.frame.chargeObject(12, rejectSite);
  run.frame.chargeWritten(item, rejectSite);
  if (problem !== undefined) run.rejected.push({ path: valuePath(place, run), source, index: position, item, problem });
}
