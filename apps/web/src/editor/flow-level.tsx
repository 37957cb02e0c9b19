import type { FlowLevel } from '@patchbay/model/flow';
import { Field, RadioCards } from '../ui/index.ts';

/** What is kept, and what a crash costs. The quickest stands last: it promises the least. */
const levels: readonly { readonly value: FlowLevel; readonly title: string; readonly detail: string }[] = [
  {
    value: 'durable',
    title: 'Durable',
    detail:
      'Every step is written down before the next one begins. After a crash a run goes on where it was, and nothing that was done is done again.',
  },
  {
    value: 'light',
    title: 'Light',
    detail:
      'Only the beginning and the end are written, for less work per run. After a crash the whole run is done again with the same keys, so each step must be one that its target recognises when it comes twice.',
  },
  {
    value: 'express',
    title: 'Express',
    detail:
      'The caller is answered first and the history is written a moment later: the fastest. If the server crashes in between, the caller has the answer but the run may be missing here; a run that was under way is gone, and the caller must ask again. For webhooks whose caller waits, without a key for duplicates.',
  },
];

/** How safe a flow is, and what that costs. */
export function FlowLevelField({
  level,
  onChange,
}: {
  readonly level: FlowLevel;
  readonly onChange: (level: FlowLevel) => void;
}) {
  return (
    <Field label="How runs are kept">
      {() => <RadioCards label="How runs are kept" value={level} onChange={onChange} cards={levels} />}
    </Field>
  );
}
