import { ruleScope } from '@patchbay/mapping';
import type { ExpressionScope, Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import { useHost, useMapperData, useMapperState } from '../mapper-context.ts';
import { aloneAt } from './alone-at.ts';
import { scopeOfRule } from './rule-scope.ts';

export interface RuleScope {
  /** What the expression reads on the sample: the sources, and the shown items of the loops around it. */
  readonly scope: Scope;
  readonly types: ExpressionScope;
}

export function useRuleScope(path: string, part: string): RuleScope {
  const { types: around } = useHost();
  const { resolved, sample, results } = useMapperData();
  const positions = useMapperState((state) => state.positions);
  const scope = useMemo(
    () => scopeOfRule({ doc: resolved, path, part, scope: sample?.scope ?? {}, positions, results }),
    [resolved, path, part, sample, positions, results],
  );
  const types = useMemo(
    () => ruleScope(aloneAt(resolved, path), `${path}${part}`, around),
    [resolved, path, part, around],
  );
  return { scope, types };
}
