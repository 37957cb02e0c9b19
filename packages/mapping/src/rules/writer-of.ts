import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { put } from '../evaluate/value.ts';
import { loopFiller } from './loop-rule.ts';
import { reported } from './report-problem.ts';
import { whenOf } from './rule-scope.ts';
import type { FieldPlace, RuleScope, Target, Writer } from './rule-scope.ts';
import type { RunState } from './run-state.ts';
import { valueWriter } from './value-writer.ts';

/** Compiles a rule to what writes its key. */
export function writerOf(rule: MappingRule, place: FieldPlace, scope: RuleScope): Writer {
  return isStructure(rule) ? structureWriter(rule, place, scope) : valueWriter(rule, place, scope);
}

/** The target is put in its place before it is filled, so that `$target` sees what is there already. */
function structureWriter(rule: ObjectRule | LoopRule, place: FieldPlace, scope: RuleScope): Writer {
  const { name, path } = place;
  const when = whenOf(rule, place, scope);
  const fillList = isLoop(rule) ? loopFiller(rule, place, scope) : undefined;
  const fillObject = isLoop(rule) ? undefined : scope.backEnd.object(rule, place, scope);
  const write = (run: RunState, target: Target): boolean => {
    if (when !== undefined && !when(run.frame)) {
      run.observe?.passed?.(path);
      return false;
    }
    if (fillList !== undefined) {
      const list: unknown[] = [];
      put(target, name, list);
      if (fillList(run, list)) return true;
      run.observe?.wrote(path, list);
    } else if (fillObject !== undefined) {
      const object = fillObject.create();
      put(target, name, object);
      if (fillObject.fill(run, object)) return true;
      run.observe?.wrote(path, object);
    }
    return false;
  };
  return { name, write, failed: structureFailure(place) };
}

/** What becomes of the target when a structure fails as a whole. */
export function structureFailure(place: FieldPlace): Writer['failed'] {
  return (run, target, cause) => {
    for (const problem of reported(run, place, { cause })) run.report(problem);
    delete target[place.name];
    return false;
  };
}
