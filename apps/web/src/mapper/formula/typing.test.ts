import { expect, it } from 'vitest';
import { noTyping, typingAfter } from './typing.ts';

const typing = { before: { text: 'order.total', isNone: false }, says: 'order.total ' };

it('goes on as long as the rule says what was typed', () => {
  expect(typingAfter(typing, 'order.total ')).toBe(typing);
  expect(typingAfter(noTyping, 'order.total')).toBe(noTyping);
});

it('ends when the rule was changed from elsewhere, so that nothing stale is put back', () => {
  expect(typingAfter(typing, 'order.id')).toBe(noTyping);
  expect(typingAfter(typing, '')).toBe(noTyping);
});
