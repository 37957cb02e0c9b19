import type { StepError } from '@patchbay/model/run';
import { durationWords } from '../ui/index.ts';
import { causeWords } from './cause-words.ts';

/** Why it failed: in words where there are any, and as the code that a flow reads. */
export function ErrorCause({ error: { code, retryAfterMs } }: { readonly error: StepError }) {
  const words = causeWords(code);
  return (
    <>
      {words === undefined ? null : `${words} · `}
      <code>{code}</code>
      {retryAfterMs === undefined ? null : `; the other side asked to wait ${durationWords(retryAfterMs)}`}
    </>
  );
}
