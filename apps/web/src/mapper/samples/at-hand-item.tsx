import { Pin } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import type { MapperSample } from '../mapper-host.ts';
import { useHost } from '../mapper-context.ts';
import { CoveredWords } from './covered-words.tsx';
import { SampleChoice } from './sample-choice.tsx';
import { useSampleActions } from './use-sample-actions.ts';

/** Data that a run received, or that the trigger names: to look at, or to keep. */
export function AtHandItem({ sample }: { readonly sample: MapperSample }) {
  const { mayEdit } = useHost();
  const actions = useSampleActions();
  return (
    <li className="flex min-h-11 items-center gap-2 border-b border-line py-1 pr-2 pl-3">
      <SampleChoice id={sample.id} name={sample.name}>
        {sample.detail ?? (sample.id.startsWith('run:') ? 'run' : 'data at hand')}
        <CoveredWords id={sample.id} />
      </SampleChoice>
      {mayEdit ? (
        <Button
          size="small"
          icon={Pin}
          aria-label={`Keep ${sample.name}`}
          title="Keeps it with the mapping; what looks like a secret is masked"
          onClick={() => actions.keepAtHand(sample)}
        >
          Keep
        </Button>
      ) : null}
    </li>
  );
}
