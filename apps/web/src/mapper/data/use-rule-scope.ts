import { compileExpression, EvaluationError, scopeTypesOfRule } from '@patchbay/mapping';
import type { Scope, ScopeTypes } from '@patchbay/mapping';
import { isLoop, isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { useMemo } from 'react';
import { useHost, useMapperData, useMapperState } from '../mapper-context.ts';
import { previewContext } from './analysis.ts';

export interface RuleScope {
  /** What the expression reads on the sample: the sources, and the shown items of the loops around it. */
  readonly scope: Scope;
  readonly types: ScopeTypes;
}

export function useRuleScope(path: string, part: string): RuleScope {
  const { types: around } = useHost();
  const { resolved, sample } = useMapperData();
  const positions = useMapperState((state) => state.positions);
  const scope = useMemo(
    () => scopeOfRule({ doc: resolved, path, part, scope: sample?.scope ?? {}, positions }),
    [resolved, path, part, sample, positions],
  );
  const types = useMemo(() => scopeTypesOfRule(resolved, `${path}${part}`, around), [resolved, path, part, around]);
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
  const names = pathNames(path);
  let scope: Scope = { ...given.scope };
  for (const [name, source] of Object.entries(doc.sources ?? {})) {
    if (source.from !== undefined) scope = { ...scope, [name]: valueOf(source.from, scope) };
  }
  let rule: MappingRule | undefined = doc.root;
  for (let depth = 0; depth <= names.length; depth += 1) {
    const isLast = depth === names.length;
    if (rule === undefined || !isStructure(rule) || (isLast && !insideParts.test(part))) break;
    const at: string = `/${names.slice(0, depth).map(escaped).join('/')}`.replace(/^\/$/, '');
    if (isLoop(rule)) {
      const list = valueOf(rule.for, scope);
      const item = Array.isArray(list) ? ((list as unknown[])[positions[at] ?? 0] ?? null) : null;
      scope = {
        ...scope,
        [rule.as ?? 'item']: item,
        ...(rule.index === undefined ? {} : { [rule.index]: positions[at] ?? 0 }),
      };
    }
    for (const [name, text] of Object.entries(rule.let ?? {})) {
      if (isLast && part === `#let.${name}`) break;
      scope = { ...scope, [name]: valueOf(text, scope) };
    }
    const next: string | undefined = names[depth];
    rule = next !== undefined && Object.hasOwn(rule.fields, next) ? rule.fields[next] : undefined;
  }
  return scope;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function valueOf(text: string, scope: Scope): unknown {
  try {
    return compileExpression(text).evaluate(scope, previewContext);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
