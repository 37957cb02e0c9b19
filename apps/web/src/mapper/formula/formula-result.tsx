import type { Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import { resultOf } from '../../editor/expression/expression-result.tsx';
import { shortValue, typeWord } from '../../editor/preview/value-words.ts';
import { Button, Kbd } from '../../ui/index.ts';
import type { Json } from '@patchbay/model/schema';
import { useRuleTrace } from '../trace/use-rule-trace.ts';
import { useMapperData } from '../mapper-context.ts';
import { valueBefore } from '../trace/value-before.ts';
import { keyWords } from '../../shortcuts/index.ts';

type Result = NonNullable<ReturnType<typeof resultOf>>;

const noChoice = {};

/** Of a text that reads what only its place knows (`$index`, `$target.total`): what it gives there. */
function usePlacedResult(path: string, part: string, text: string): Result | undefined {
  const isPlaced = text.includes('$');
  const trace = useRuleTrace(isPlaced ? path : null, part.replace('#case.', '#switch.'), noChoice);
  if (trace === undefined || trace.state === 'skipped') return undefined;
  return trace.state === 'error'
    ? { error: trace.error?.message ?? 'It cannot be made here.' }
    : { value: (trace.value ?? null) as Json };
}

interface FormulaResultProps {
  readonly path: string;
  readonly part: string;
  readonly text: string;
  /** What stood there before it was edited. */
  readonly before: string;
  /** Why the text is a draft; undefined where it is the rule. */
  readonly why: string | undefined;
  readonly scope: Scope;
  readonly editable: boolean;
  /** Throws a draft that waits away; absent where none does. */
  readonly onDiscard: (() => void) | undefined;
  /** Shows how the value came about. */
  readonly onTrace: (box: DOMRect) => void;
}

/** `= "Solheim, Ingrid"  text · sample 1042`, while it is edited the value before, and the keys. */
export function FormulaResult({
  path,
  part,
  text,
  before,
  why,
  scope,
  editable,
  onDiscard,
  onTrace,
}: FormulaResultProps) {
  const { sample } = useMapperData();
  const alone = useMemo(() => resultOf(text, scope), [text, scope]);
  const placed = usePlacedResult(path, part, text);
  const result = why === undefined ? (placed ?? alone) : { error: why };
  const was = useMemo(() => valueBefore(before, text, scope), [before, text, scope]);
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
          <button
            type="button"
            className="traced-value min-w-24 whitespace-nowrap text-ink"
            title={`${shortValue(result.value, `${path} ${text}`)}\nPress to see how it came about${keyWords('trace')}`}
            onClick={(event) => onTrace(event.currentTarget.getBoundingClientRect())}
          >
            <code>{shortValue(result.value, `${path} ${text}`)}</code>
          </button>
          {was === undefined ? null : (
            <span className="max-w-[40%] min-w-0 flex-none truncate" title={`Before: ${was}`}>
              was <code className="line-through">{was}</code>
            </span>
          )}
          <span className="flex-none">{typeWord(result.value)}</span>
          {sample === undefined ? null : (
            <span className="max-w-[30%] min-w-0 shrink-[3] truncate" title={sample.name}>
              · {sample.name}
            </span>
          )}
        </span>
      )}
      {editable ? (
        <span className="flex flex-none items-center gap-3">
          <span aria-hidden>
            Apply <Kbd keys="Enter" />
          </span>
          {onDiscard === undefined ? (
            <span aria-hidden>
              Put back <Kbd keys="Escape" />
            </span>
          ) : (
            <Button size="small" title="Throw away what was typed; the rule stays" onClick={onDiscard}>
              Discard draft <Kbd keys="Escape" />
            </Button>
          )}
        </span>
      ) : null}
    </div>
  );
}
