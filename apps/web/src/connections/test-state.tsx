import type { ApiOutputs } from '@patchbay/api';
import { Status, type StatusLook } from '../ui/index.ts';

export type ConnectionItem = ApiOutputs['connection']['list']['items'][number];

const looks: Readonly<Record<ConnectionItem['testState'], { look: StatusLook; words: string }>> = {
  ok: { look: 'succeeded', words: 'Healthy' },
  failed: { look: 'failed', words: 'Failed' },
  untested: { look: 'idle', words: 'Not tested' },
};

export function TestState({
  state,
  testing = false,
}: {
  readonly state: ConnectionItem['testState'];
  readonly testing?: boolean;
}) {
  const { look, words } = testing ? { look: 'running' as const, words: 'Testing' } : looks[state];
  return <Status look={look}>{words}</Status>;
}
