import type { SubMappingRule } from '@patchbay/model/mapping';
import { failureSteps } from '../evaluate/frame.ts';
import type { Closure } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { put } from '../evaluate/value.ts';
import { InnerProblems, problemsOf, RunStopped } from './rule-problem.ts';
import type { MappingBody } from './mapping-body.ts';
import { partClosure, valuePath } from './rule-scope.ts';
import type { Place, RuleScope } from './rule-scope.ts';
import { maxInnerProblems, ruleSite, RunState } from './run-state.ts';

/**
 * A mapping of the library makes the value, seeing only the sources that it is given. What goes wrong inside fails this
 * rule; records that it leaves out are rejected here; when it leaves out the whole message, the value is nothing.
 */
export function subMappingValue(rule: SubMappingRule, place: Place, scope: RuleScope): (run: RunState) => unknown {
  const body = scope.mapping(rule.map);
  const site = ruleSite(rule.map);
  if (typeof body === 'string') {
    const at = { field: `mapping${place.path}` };
    scope.diagnostics.push({ severity: 'error', code: 'mapping.unknownMapping', message: body, at });
    return () => {
      throw site.error('notFound', body);
    };
  }
  const given = givenSources(rule, body, { path: place.path, scope });
  return (run) => {
    const { frame } = run;
    frame.chargeObject(given.length, site);
    const sources: Record<string, unknown> = {};
    for (const { name, value } of given) put(sources, name, value(frame));
    return made({ rule, body, place, site, sources }, run);
  };
}

/** `with` as one text fills the first source. */
export function givenSources(
  rule: SubMappingRule,
  body: Pick<MappingBody, 'sources'>,
  { path, scope }: { path: string; scope: RuleScope },
): { readonly name: string; readonly value: Closure }[] {
  if (typeof rule.with === 'string') {
    const [name] = body.sources;
    return name === undefined ? [] : [{ name, value: partClosure(rule.with, { path, part: '#with' }, scope) }];
  }
  return Object.entries(rule.with).map(([name, text]) => ({
    name,
    value: partClosure(text, { path, part: `#with.${name}` }, scope),
  }));
}

interface Call {
  readonly rule: SubMappingRule;
  readonly body: MappingBody;
  readonly place: Place;
  readonly site: Site;
  readonly sources: Record<string, unknown>;
}

function made({ rule, body, place, site, sources }: Call, run: RunState): unknown {
  const inner = new RunState(run.frame);
  const at = { path: valuePath(place, run), rule: place.path };
  try {
    const { output, rejected } = body.run(inner, sources);
    for (const record of inner.rejected) {
      const [problem] = problemsOf(new InnerProblems(rule.map, [record.problem]), at);
      run.rejected.push({ ...record, path: at.path + record.path, problem });
    }
    if (inner.problems.length > 0) {
      // Each level tells them again, in its own words.
      run.frame.charge(10 * failureSteps, site);
      throw new InnerProblems(rule.map, inner.problems.slice(0, maxInnerProblems));
    }
    if (rejected !== undefined) {
      run.frame.chargeWritten(sources, site);
      const [problem] = problemsOf(new InnerProblems(rule.map, [rejected]), at);
      run.rejected.push({ path: at.path, source: rule.map, item: sources, problem });
    }
    return output;
  } catch (cause) {
    if (cause instanceof RunStopped && inner.problems.length > 0)
      for (const problem of problemsOf(new InnerProblems(rule.map, inner.problems.slice(-maxInnerProblems)), at))
        run.report(problem);
    throw cause;
  }
}
