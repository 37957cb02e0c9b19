import { applyFix, fixesFor } from '@patchbay/mapping/edit';
import type { Diagnostic } from '@patchbay/model/errors';
import { WandSparkles } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/index.ts';
import { useMapper, useMapperData } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { problemWords } from './problem-words.ts';

interface FixButtonProps {
  readonly problem: Diagnostic;
  readonly size?: 'row' | 'strip';
  /** What stands there when there is no way out to offer. */
  readonly otherwise?: ReactNode;
}

/** The likeliest way out of a problem, in one click. Fixes that ask for a value are for the list of problems. */
export function FixButton({ problem, size = 'strip', otherwise = null }: FixButtonProps) {
  const mapper = useMapper();
  const { view } = useMapperData();
  const { make } = useRuleActions();
  const fix = useMemo(
    () => fixesFor(view, problem).find((one) => one.kind !== 'addDefault' || one.value !== undefined),
    [view, problem],
  );
  if (fix === undefined) return otherwise;
  return (
    <Button
      size="small"
      icon={WandSparkles}
      tabIndex={size === 'row' ? -1 : 0}
      className={size === 'row' ? 'h-5 min-w-0 border-wait-line text-wait' : 'border-wait-line text-wait'}
      title={problemWords(problem)}
      onClick={() => make(applyFix(mapper.data().view, problem, fix))}
    >
      <span className="truncate">{fix.title}</span>
    </Button>
  );
}
