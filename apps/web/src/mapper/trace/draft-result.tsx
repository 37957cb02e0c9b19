import type { Scope } from '@patchbay/mapping';
import { useMemo } from 'react';
import { resultOf } from '../../editor/expression/expression-result.tsx';
import { shortValue } from '../../editor/preview/value-words.ts';
import { valueBefore } from './value-before.ts';

/** Above a line in which a formula is typed: what it gives now, and what it gave before. */
export function DraftResult({
  before,
  draft,
  scope,
}: {
  readonly before: string;
  readonly draft: string;
  readonly scope: Scope;
}) {
  const was = useMemo(() => valueBefore(before, draft, scope), [before, draft, scope]);
  const now = useMemo(() => resultOf(draft, scope), [draft, scope]);
  if (was === undefined || now === null || 'error' in now) return null;
  return (
    <span className="draft-result" aria-live="polite">
      = <code className="text-ink">{shortValue(now.value, draft)}</code>{' '}
      <span className="was">
        was <code>{was}</code>
      </span>
    </span>
  );
}
