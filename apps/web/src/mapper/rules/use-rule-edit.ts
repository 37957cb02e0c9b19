import { pathNames } from '@patchbay/model/mapping';
import { setRule } from '@patchbay/mapping/edit';
import { useMemo } from 'react';
import { useMapper } from '../mapper-context.ts';
import { withPart } from './with-part.ts';

export interface RuleEdit {
  /** Writes one expression of a rule; typing in one of them is one step of undo. */
  readonly setText: (path: string, part: string, text: string) => void;
}

export const fieldName = (path: string): string => pathNames(path).join('.') || 'the result';

export function useRuleEdit(): RuleEdit {
  const mapper = useMapper();
  return useMemo(
    () => ({
      setText: (path, part, text) => {
        const { doc } = mapper.host();
        const at = mapper.data().targetAt.get(path);
        const rule = at === undefined ? undefined : mapper.data().targetNodes[at]?.rule;
        if (rule === undefined && text.trim() === '') return;
        const next = setRule(doc, path, withPart(rule, part, text));
        if (next !== doc)
          mapper.edit(next, { label: `Rule of ${fieldName(path)}: ${text}`, coalesce: `${path}${part}` });
      },
    }),
    [mapper],
  );
}
