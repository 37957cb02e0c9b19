import type { Diagnostic } from '@patchbay/model/errors';
import { isLoop } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, ObjectRule } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { frameFor } from '../compile/compile-expression.ts';
import { rootEnvironment } from '../compile/environment.ts';
import type { EvaluationContext, Scope } from '../evaluate/frame.ts';
import { truthOf } from '../evaluate/value.ts';
import { closureOf, loopFiller, objectFiller } from './compile-rule.ts';
import type { RuleScope } from './compile-rule.ts';
import { mappingNamed, tablesOf, targetSchemaOf } from './library.ts';
import { problemOf, ruleSite, RunState, RunStopped } from './run-state.ts';
import type { MappingProblem, RejectedRecord, RuleObserver } from './run-state.ts';
import { compileTargetCheck } from './target-check.ts';

export interface MappingOutcome {
  /** Whether the output may be used: no problem came up. Rejected records are no problem. */
  readonly ok: boolean;
  /** What was made, as far as it came; null when the whole message was rejected. */
  readonly output: Json;
  readonly problems: readonly MappingProblem[];
  readonly rejected: readonly RejectedRecord[];
}

export interface CompiledMapping {
  run(scope: Scope, context: EvaluationContext, observe?: RuleObserver): MappingOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a mapping once for many runs. Never throws; a run never throws either: what goes wrong is in its outcome. */
export function compileMapping(doc: MappingDocument): CompiledMapping {
  return compileWithin(doc, []);
}

function compileWithin(doc: MappingDocument, around: readonly string[]): CompiledMapping {
  const lookups = tablesOf(doc);
  const base = rootEnvironment(new Map(Object.entries(lookups).map(([name, table]) => [name, table.values])));
  const target = base.layout.allocate();
  const environment = { ...base, target };
  const diagnostics: Diagnostic[] = [];
  const fill = rootFiller(doc.root, {
    environment,
    lookups,
    diagnostics,
    mapping: (ref) => {
      const inner = around.includes(ref) ? undefined : mappingNamed(doc, ref);
      if (inner === undefined) return undefined;
      return { run: compileWithin(inner, [...around, ref]).run, sources: Object.keys(inner.sources ?? {}) };
    },
  });
  const schema = targetSchemaOf(doc);
  const checkTarget = schema === undefined ? undefined : compileTargetCheck(schema);
  const run = (scope: Scope, context: EvaluationContext, observe?: RuleObserver): MappingOutcome => {
    const frame = frameFor(environment.layout, scope, context);
    const state = new RunState(frame, observe);
    const output = isLoop(doc.root) ? [] : {};
    frame.slots[target] = output;
    const skipped = runFiller(fill, state, output);
    if (skipped !== undefined) state.rejected.push({ path: '', item: null, problem: skipped });
    else if (checkTarget !== undefined && state.problems.length === 0) {
      for (const mistake of checkTarget(output))
        state.report({ ...mistake, rule: mistake.path.replace(/\/\d+(?=\/|$)/g, '') });
    }
    return {
      ok: state.problems.length === 0,
      output: skipped === undefined ? (output as Json) : null,
      problems: state.problems,
      rejected: state.rejected,
    };
  };
  return { run, diagnostics };
}

type RootFiller = (run: RunState, output: unknown[] | Record<string, unknown>) => boolean;

function rootFiller(root: ObjectRule | LoopRule, scope: RuleScope): RootFiller {
  const place = { path: '', loops: [] };
  const site = ruleSite('Only when');
  const when = root.when === undefined ? undefined : closureOf(root.when, '#when', scope);
  const list = isLoop(root) ? loopFiller(root, place, scope) : undefined;
  const object = isLoop(root) ? undefined : objectFiller(root, place, scope);
  return (run, output) => {
    if (when !== undefined && !truthOf(when(run.frame), site)) return false;
    if (Array.isArray(output)) return list?.(run, output) === true;
    return object?.(run, output) === true;
  };
}

/** The problem for which the whole message is left out, if it is. */
function runFiller(
  fill: RootFiller,
  state: RunState,
  output: unknown[] | Record<string, unknown>,
): MappingProblem | undefined {
  try {
    return fill(state, output) ? state.skipCause : undefined;
  } catch (cause) {
    if (!(cause instanceof RunStopped)) state.report(problemOf(cause, { path: '', rule: '' }));
    return undefined;
  }
}
