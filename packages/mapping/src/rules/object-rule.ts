import { fieldEntries } from '@patchbay/model/mapping';
import type { ObjectRule } from '@patchbay/model/mapping';
import { withNames } from '../compile/environment.ts';
import type { Closure } from '../evaluate/frame.ts';
import { childPath } from './rule-path.ts';
import { RunStopped } from './rule-problem.ts';
import { partClosure } from './rule-scope.ts';
import type { ObjectFiller, Place, RuleScope, Target, Writer } from './rule-scope.ts';
import type { RunState } from './run-state.ts';
import { writerOf } from './writer-of.ts';

/** Compiles the fields of an object. Intermediate values come first, in their order. */
export function objectFiller(rule: ObjectRule, place: Place, outer: RuleScope): ObjectFiller {
  let scope = outer;
  const lets: { readonly slot: number; readonly value: Closure }[] = [];
  for (const [name, text] of Object.entries(rule.let ?? {})) {
    const { environment } = scope;
    const value = partClosure(text, { path: place.path, part: `#let.${name}` }, scope);
    const slot = environment.layout.allocate();
    if (place.loops.length === 0) environment.layout.steady.add(slot);
    scope = { ...scope, environment: withNames(environment, new Map([[name, slot]])) };
    lets.push({ slot, value });
  }
  const writers = fieldEntries(rule).map(([name, child]) =>
    writerOf(child, { name, path: childPath(place.path, name), loops: place.loops }, scope),
  );
  return (run, target) => {
    for (const { slot, value } of lets) run.frame.slots[slot] = value(run.frame);
    return writeAll(writers, run, target);
  };
}

/** One guard for all writers: after a failure the loop goes on behind the failed one. */
function writeAll(writers: readonly Writer[], run: RunState, target: Target): boolean {
  const { length } = writers;
  let next = 0;
  while (next < length) {
    try {
      for (; next < length; next += 1) {
        const writer = writers[next];
        if (writer !== undefined && writer.write(run, target)) return true;
      }
    } catch (cause) {
      if (cause instanceof RunStopped) throw cause;
      if (writers[next]?.failed(run, target, cause) === true) return true;
      next += 1;
    }
  }
  return false;
}
