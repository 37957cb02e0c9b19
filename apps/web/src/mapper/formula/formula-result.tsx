import type { Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import { resultOf } from '../../editor/expression/expression-result.tsx';
import { shortValue, typeWord } from '../../editor/preview/value-words.ts';
import { Kbd } from '../../ui/index.ts';
import { useMapperData } from '../mapper-context.ts';

interface FormulaResultProps {
  readonly text: string;
  readonly scope: Scope;
  readonly editable: boolean;
}

/** `= "Solheim, Ingrid"  text · sample 1042`, and the keys. */
export function FormulaResult({ text, scope, editable }: FormulaResultProps) {
  const { sample } = useMapperData();
  const result = useMemo(() => resultOf(text, scope), [text, scope]);
  return (
    <div className="flex h-6 flex-none items-center gap-2 text-12 text-ink-3">
      {result === null ? (
        <span className="min-w-0 flex-1 truncate">No formula yet: type one, or drop a field on the row.</span>
      ) : 'error' in result ? (
        <span role="status" className="min-w-0 flex-1 truncate text-wait" title={result.error}>
          {result.error}
        </span>
      ) : (
        <span className="flex min-w-0 flex-1 items-center gap-2" aria-label="Result">
          =
          <code className="min-w-0 truncate text-ink" title={shortValue(result.value)}>
            {shortValue(result.value)}
          </code>
          <span className="flex-none">
            {typeWord(result.value)}
            {sample === undefined ? '' : ` · ${sample.name}`}
          </span>
        </span>
      )}
      {editable ? (
        <span className="flex flex-none items-center gap-3" aria-hidden>
          <span>
            Apply <Kbd keys="Enter" />
          </span>
          <span>
            Put back <Kbd keys="Escape" />
          </span>
        </span>
      ) : null}
    </div>
  );
}
