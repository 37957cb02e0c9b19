import { expect, it } from 'vitest';
import { draftWhile, noTyping, typingAfter } from './typing.ts';

const typing = { before: { text: 'order.total', isNone: false }, says: 'order.total ', isDraft: false };

it('goes on as long as the rule says what was typed', () => {
  expect(typingAfter(typing, 'order.total ')).toBe(typing);
  expect(typingAfter(noTyping, 'order.total')).toBe(noTyping);
});

it('ends when the rule was changed from elsewhere, so that nothing stale is put back', () => {
  expect(typingAfter(typing, 'order.id')).toBe(noTyping);
  expect(typingAfter(typing, '')).toBe(noTyping);
});

it('leaves a draft out that was typed earlier over what the rule says by now', () => {
  expect(draftWhile(noTyping, 'order.total &')).toBe('order.total &');
  expect(draftWhile(typing, 'order.total &')).toBeUndefined();
  expect(draftWhile({ ...typing, isDraft: true }, 'order.total &')).toBe('order.total &');
});
