import type { Diagnostic } from '@patchbay/model/errors';
import { WandSparkles } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { useMapper } from '../mapper-context.ts';
import { fixed, firstFix } from './quick-fix.ts';

interface FixButtonProps {
  readonly problem: Diagnostic;
  readonly size?: 'row' | 'strip';
}

/** The likeliest way out of a problem, in one click. */
export function FixButton({ problem, size = 'strip' }: FixButtonProps) {
  const mapper = useMapper();
  const fix = firstFix(problem);
  if (fix === undefined) return null;
  return (
    <Button
      size="small"
      icon={WandSparkles}
      tabIndex={size === 'row' ? -1 : 0}
      className={size === 'row' ? 'h-5 border-wait-line text-wait' : 'border-wait-line text-wait'}
      title={problem.message}
      onClick={() => {
        const next = fixed(mapper.data().view, problem, fix);
        if (next !== undefined) mapper.edit(next, { label: fix.title });
      }}
    >
      {fix.title}
    </Button>
  );
}
