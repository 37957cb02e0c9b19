import { expect, it } from 'vitest';
import { draftsMoved } from './drafts-moved.ts';
import type { FormulaDraft } from './formula-draft.ts';

const draft = (path: string): FormulaDraft => ({ path, part: '#when', text: '(', of: 'x', at: 1 });
const rule = { expr: 'c' };

it('moves drafts along with their rules and what is below them, and remembers them for an undo', () => {
  const now = { drafts: ['/ship', '/ship/to', '/shipped', '/ship/mail/at'].map(draft), gone: [] };
  const moves = [
    { from: '/ship', to: '/delivery' },
    { from: '/ship/mail', to: '/mail' },
  ];
  const next = draftsMoved(now, moves, (path) => (path === '/ship/to' ? rule : undefined));
  expect(next.drafts).toEqual(['/delivery', '/delivery/to', '/shipped', '/mail/at'].map(draft));
  expect(next.gone).toEqual([{ draft: draft('/ship/to'), rule }]);
});
