import type { ApiOutputs } from '@patchbay/api';
import { Pencil } from 'lucide-react';
import { Chip } from '../ui/index.ts';

type FlowItem = ApiOutputs['flow']['list']['items'][number];

/** Draft, live, paused, or live with changes that are not published. */
export function FlowState({ flow: { live } }: { readonly flow: Pick<FlowItem, 'live'> }) {
  if (live === null || live.status === 'retired') {
    return (
      <Chip tone="chg" icon={Pencil}>
        Draft
      </Chip>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <Chip tone={live.status === 'paused' ? 'wait' : 'neutral'}>
        Version {live.version} {live.status === 'paused' ? 'paused' : 'live'}
      </Chip>
      {live.hasChanges ? (
        <Chip tone="chg" icon={Pencil}>
          Changes
        </Chip>
      ) : null}
    </span>
  );
}
