// Rules → writers of one target object. Null is omitted unless the rule says otherwise; a failing rule fails the run,
// falls back, or leaves its record out, as it says.
import type { Diagnostic } from '@patchbay/model/errors';
import { parseExpression } from '@patchbay/model/expression';
import { isLoop, isObject as isObjectRule } from '@patchbay/model/mapping';
import type {
  LookupTable,
  LoopRule,
  MappingRule,
  ObjectRule,
  SubMappingRule,
  SwitchRule,
} from '@patchbay/model/mapping';
import * as environments from '../compile/environment.ts';
import type { Environment } from '../compile/environment.ts';
import { compileNode } from '../compile/compile-node.ts';
import type { Closure } from '../evaluate/frame.ts';
import { kindOf, own, put, textOf, truthOf } from '../evaluate/value.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import { childPath } from './rule-path.ts';
import { MissingValue, problemOf, ruleSite, RunStopped } from './run-state.ts';
import type { MappingProblem, RunState } from './run-state.ts';

type Target = Record<string, unknown>;
/** Writes one key. True: the record around it is to be left out. */
interface Writer {
  readonly name: string;
  write(run: RunState, target: Target): boolean;
  failed(run: RunState, target: Target, cause: unknown): boolean;
}
/** Fills an object that its parent already holds. True: it is to be left out. */
export type ObjectFiller = (run: RunState, target: Target) => boolean;
export type ListFiller = (run: RunState, list: unknown[]) => boolean;

/** What a rule is compiled in: the names around it, the document's tables, and where mistakes are gathered. */
export interface RuleScope {
  readonly environment: Environment;
  readonly lookups: Readonly<Record<string, LookupTable>>;
  readonly diagnostics: Diagnostic[];
  /** A mapping of the bundle with the names of its sources; undefined when it is missing or being compiled. */
  mapping(ref: string): { run: CompiledMapping['run']; sources: readonly string[] } | undefined;
}

/** A rule for one value: an expression, a constant or a lookup. */
export type ValueRule = Exclude<MappingRule, ObjectRule | LoopRule>;

export const expressionOf = (rule: ValueRule): string | undefined =>
  'expr' in rule ? rule.expr : 'lookup' in rule ? rule.key : undefined;

export function closureOf(text: string, field: string, { environment, diagnostics: gathered }: RuleScope): Closure {
  const { ast, diagnostics } = parseExpression(text);
  for (const diagnostic of diagnostics)
    gathered.push({ ...diagnostic, at: { ...diagnostic.at, field: `mapping${field}` } });
  return compileNode(ast, environment);
}

/** The path of the value that is being made: the rule's path with the positions of the lists around it. */
function valuePath(path: string, loops: readonly string[], run: RunState): string {
  return loops.reduceRight((spelt, loop, level) => {
    const position = run.targetPositions[level];
    return position === undefined ? spelt : `${loop}/${position}${spelt.slice(loop.length)}`;
  }, path);
}

export interface Place {
  readonly path: string;
  /** Paths of the loops around it, outermost first. */
  readonly loops: readonly string[];
}
interface FieldPlace extends Place {
  /** The key in the object around it. */
  readonly name: string;
}

function within(run: RunState, place: Place, expression: string | undefined, cause: unknown): MappingProblem {
  const problem = problemOf(cause, { path: valuePath(place.path, place.loops, run), rule: place.path, expression });
  run.observe?.(place.path, { error: problem }, run.sourcePositions);
  if (problem.code === 'budgetExceeded') {
    run.report(problem);
    throw new RunStopped();
  }
  return problem;
}

function valueWriter(rule: ValueRule, place: FieldPlace, scope: RuleScope): Writer {
  const { name } = place;
  const when = rule.when === undefined ? undefined : closureOf(rule.when, `${place.path}#when`, scope);
  const value = ruleValue(rule, place, scope);
  const expression = expressionOf(rule);
  const site = ruleSite('Only when');
  const plain = name !== '__proto__';
  const fallback = rule.default ?? null;
  const onNull = rule.onNull ?? (rule.default === undefined ? 'omit' : 'default');
  const careful = (run: RunState, target: Target): boolean => {
    const { frame } = run;
    if (when !== undefined && !truthOf(when(frame), site)) return false;
    let result = value(frame);
    if (result === null && onNull !== 'null') {
      if (onNull === 'error') throw new MissingValue();
      if (onNull === 'omit') {
        run.observe?.(place.path, { value: null }, run.sourcePositions);
        return false;
      }
      result = fallback;
    }
    run.observe?.(place.path, { value: result }, run.sourcePositions);
    if (plain) target[name] = result;
    else put(target, name, result);
    return false;
  };
  // Most rules: no condition, nothing is left out. Each line here is paid for every value of every record.
  const quick = (run: RunState, target: Target): boolean => {
    const result = value(run.frame);
    if (result !== null) target[name] = result;
    return run.observe === undefined ? false : told(run, result);
  };
  const told = (run: RunState, result: unknown): boolean => {
    run.observe?.(place.path, { value: result }, run.sourcePositions);
    return false;
  };
  const write = plain && when === undefined && onNull === 'omit' ? quick : careful;
  const failed = (run: RunState, target: Target, cause: unknown): boolean => {
    const problem = within(run, place, expression, cause);
    switch (rule.onError ?? 'error') {
      case 'error':
        run.report(problem);
        return false;
      case 'null':
        put(target, name, null);
        return false;
      case 'default':
        put(target, name, fallback);
        return false;
      case 'skip':
        run.skipCause = problem;
        return true;
    }
  };
  return { name, write, failed };
}

function ruleValue(rule: ValueRule, place: Place, scope: RuleScope): Closure {
  if ('const' in rule) {
    const { const: value } = rule;
    return () => value;
  }
  if ('expr' in rule) return closureOf(rule.expr, place.path, scope);
  if ('switch' in rule) return switchValue(rule, place, scope);
  if ('map' in rule) return subMappingValue(rule, place, scope);
  const key = closureOf(rule.key, place.path, scope);
  const site = ruleSite(`Lookup ${rule.lookup}`);
  const table = Object.hasOwn(scope.lookups, rule.lookup) ? scope.lookups[rule.lookup] : undefined;
  if (table === undefined) {
    const message = `There is no lookup table “${rule.lookup}” in this mapping. Add it, or choose another.`;
    scope.diagnostics.push({
      severity: 'error',
      code: 'mapping.unknownTable',
      message,
      at: { field: `mapping${place.path}` },
    });
    return () => {
      throw site.error('unknownTable', 'the table does not exist.');
    };
  }
  const { values, default: otherwise = null } = table;
  return (frame) => {
    const found = key(frame);
    if (found === null) return null;
    const value = own(values, textOf(found, site));
    return value === null ? otherwise : value;
  };
}

function switchValue(rule: SwitchRule, place: Place, scope: RuleScope): Closure {
  const site = ruleSite('Only when');
  const cases = rule.switch.map((one, position) => ({
    holds: closureOf(one.when, `${place.path}#case.${position}.when`, scope),
    value: closureOf(one.then, `${place.path}#case.${position}.then`, scope),
  }));
  const otherwise =
    rule.otherwise === undefined ? () => null : closureOf(rule.otherwise, `${place.path}#otherwise`, scope);
  return (frame) => {
    for (const { holds, value } of cases) if (truthOf(holds(frame), site)) return value(frame);
    return otherwise(frame);
  };
}

function subMappingValue(rule: SubMappingRule, place: Place, scope: RuleScope): Closure {
  const inner = scope.mapping(rule.map);
  const site = ruleSite(rule.map);
  if (inner === undefined) {
    const message = `The mapping ${rule.map} is not there, or uses itself. Choose another.`;
    scope.diagnostics.push({
      severity: 'error',
      code: 'mapping.unknownMapping',
      message,
      at: { field: `mapping${place.path}` },
    });
    return () => {
      throw site.error('notFound', 'there is no such mapping, or it uses itself.');
    };
  }
  const [only = ''] = inner.sources;
  const filled = typeof rule.with === 'string' ? { [only]: rule.with } : rule.with;
  const values = Object.entries(filled).map(([name, text]) => ({
    name,
    value: closureOf(text, `${place.path}#with`, scope),
  }));
  return (frame) => {
    const given = Object.fromEntries(values.map(({ name, value }) => [name, value(frame)]));
    const { output, problems } = inner.run(given, frame.context);
    const [problem] = problems;
    if (problem !== undefined) throw site.error('invalidValue', problem.message);
    return output;
  };
}

function structureWriter(rule: ObjectRule | LoopRule, place: FieldPlace, scope: RuleScope): Writer {
  const { name } = place;
  const when = rule.when === undefined ? undefined : closureOf(rule.when, `${place.path}#when`, scope);
  const site = ruleSite('Only when');
  const fillList = isLoop(rule) ? loopFiller(rule, place, scope) : undefined;
  const fillObject = isLoop(rule) ? undefined : objectFiller(rule, place, scope);
  const write = (run: RunState, target: Target): boolean => {
    if (when !== undefined && !truthOf(when(run.frame), site)) return false;
    if (fillList !== undefined) {
      const list: unknown[] = [];
      put(target, name, list);
      if (fillList(run, list)) return true;
      run.observe?.(place.path, { value: list }, run.sourcePositions);
    } else if (fillObject !== undefined) {
      const object: Target = {};
      put(target, name, object);
      if (fillObject(run, object)) return true;
      run.observe?.(place.path, { value: object }, run.sourcePositions);
    }
    return false;
  };
  const failed = (run: RunState, target: Target, cause: unknown): boolean => {
    run.report(within(run, place, isLoop(rule) ? rule.for : undefined, cause));
    delete target[name];
    return false;
  };
  return { name, write, failed };
}

/** Compiles the fields of an object. Intermediate values come first, in their order. */
export function objectFiller(rule: ObjectRule, place: Place, outer: RuleScope): ObjectFiller {
  let scope = outer;
  const lets: { readonly slot: number; readonly value: Closure }[] = [];
  for (const [name, text] of Object.entries(rule.let ?? {})) {
    const value = closureOf(text, `${place.path}#let.${name}`, scope);
    const slot = scope.environment.layout.allocate();
    scope = { ...scope, environment: environments.withNames(scope.environment, new Map([[name, slot]])) };
    lets.push({ slot, value });
  }
  const writers = Object.entries(rule.fields).map(([name, child]) =>
    writerOf(child, { name, path: childPath(place.path, name), loops: place.loops }, scope),
  );
  return (run, target) => {
    for (const { slot, value } of lets) run.frame.slots[slot] = value(run.frame);
    return writeAll(writers, run, target);
  };
}

function writerOf(rule: MappingRule, place: FieldPlace, scope: RuleScope): Writer {
  return isLoop(rule) || isObjectRule(rule) ? structureWriter(rule, place, scope) : valueWriter(rule, place, scope);
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

/** One target item for each source item that `where` lets through. */
export function loopFiller(rule: LoopRule, place: Place, outer: RuleScope): ListFiller {
  const source = closureOf(rule.for, `${place.path}#for`, outer);
  const { layout } = outer.environment;
  const slots = { item: layout.allocate(), index: layout.allocate(), shadows: false };
  const names = new Map([[rule.as ?? 'item', slots.item]]);
  const scope = { ...outer, environment: environments.withItem(outer.environment, names, slots) };
  const where = rule.where === undefined ? undefined : closureOf(rule.where, `${place.path}#where`, scope);
  const inner = { path: place.path, loops: [...place.loops, place.path] };
  const fill = objectFiller(rule, inner, scope);
  const fields = Object.keys(rule.fields).length;
  const site = ruleSite('For each');
  const whereSite = ruleSite('Where');
  return (run, list) => {
    const { frame } = run;
    const items = source(frame);
    if (items === null) return false;
    if (!Array.isArray(items)) throw site.error('typeMismatch', `needs a list, but this is ${kindOf(items)}.`);
    frame.chargeList(items.length, site);
    const level = place.loops.length;
    for (let position = 0; position < items.length; position += 1) {
      const item: unknown = items[position] ?? null;
      frame.slots[slots.item] = item;
      frame.slots[slots.index] = position;
      run.targetPositions[level] = list.length;
      run.sourcePositions[level] = position;
      if (where !== undefined && !truthOf(where(frame), whereSite)) continue;
      frame.chargeObject(fields, site);
      const object: Target = {};
      if (fill(run, object)) reject(run, { place, index: position, item });
      else list.push(object);
    }
    run.targetPositions.length = level;
    run.sourcePositions.length = level;
    return false;
  };
}

function reject(run: RunState, { place, index, item }: { place: Place; index: number; item: unknown }): void {
  const { skipCause: problem } = run;
  run.skipCause = undefined;
  run.targetPositions.length = place.loops.length;
  if (problem !== undefined) run.rejected.push({ path: valuePath(place.path, place.loops, run), index, item, problem });
}
