import { compileExpression, EvaluationError, ruleScope } from '@patchbay/mapping';
import type { ExpressionScope, Scope } from '@patchbay/mapping';
import { childPath, isLoop, isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { useMemo } from 'react';
import { useHost, useMapperData, useMapperState } from '../mapper-context.ts';
import { previewContext } from './analysis.ts';
import { aloneAt } from './alone-at.ts';

export interface RuleScope {
  /** What the expression reads on the sample: the sources, and the shown items of the loops around it. */
  readonly scope: Scope;
  readonly types: ExpressionScope;
}

export function useRuleScope(path: string, part: string): RuleScope {
  const { types: around } = useHost();
  const { resolved, sample } = useMapperData();
  const positions = useMapperState((state) => state.positions);
  const scope = useMemo(
    () => scopeOfRule({ doc: resolved, path, part, scope: sample?.scope ?? {}, positions }),
    [resolved, path, part, sample, positions],
  );
  const types = useMemo(
    () => ruleScope(aloneAt(resolved, path), `${path}${part}`, around),
    [resolved, path, part, around],
  );
  return { scope, types };
}

/** Parts that see the loop's own item and names already. */
const insideParts = /^#(where|distinct|groupBy|orderBy|let|join)/;

export function scopeOfRule(given: {
  readonly doc: MappingDocument;
  readonly path: string;
  readonly part: string;
  readonly scope: Scope;
  readonly positions: Readonly<Record<string, number>>;
}): Scope {
  const { doc, path, part, positions } = given;
  let scope: Scope = { ...given.scope };
  for (const [name, source] of Object.entries(doc.sources ?? {})) {
    if (source.from !== undefined) scope = { ...scope, [name]: valueOf(source.from, scope) };
  }
  const names = pathNames(path);
  let rule: MappingRule | undefined = doc.root;
  let at = '';
  for (let depth = 0; rule !== undefined && isStructure(rule); depth += 1) {
    const next: string | undefined = names[depth];
    if (next === undefined && !insideParts.test(part)) break;
    if (isLoop(rule)) {
      const position = positions[at] ?? 0;
      const list = valueOf(rule.for, scope);
      const item = Array.isArray(list) ? ((list as unknown[])[position] ?? null) : null;
      scope = { ...scope, [rule.as ?? 'item']: item, ...(rule.index === undefined ? {} : { [rule.index]: position }) };
    }
    for (const [name, text] of Object.entries(rule.let ?? {})) {
      // A named value sees those before it.
      if (next === undefined && part === `#let.${name}`) break;
      scope = { ...scope, [name]: valueOf(text, scope) };
    }
    if (next === undefined) break;
    rule = Object.hasOwn(rule.fields, next) ? rule.fields[next] : undefined;
    at = childPath(at, next);
  }
  return scope;
}

function valueOf(text: string, scope: Scope): unknown {
  try {
    return compileExpression(text).evaluate(scope, previewContext);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
