import { expect, test } from 'vitest';
import { madeOnce } from './made-once.ts';

test('it is made once for all who ask, and not before', async () => {
  let made = 0;
  const get = madeOnce(() => Promise.resolve((made += 1)));
  expect(made).toBe(0);
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(await get()).toBe(1);
});

test('what failed is made anew for whoever asks next', async () => {
  const answers = [Promise.reject(new Error('no memory')), Promise.resolve('made'), Promise.resolve('again')];
  const get = madeOnce(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  const both = await Promise.allSettled([get(), get()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect([await get(), await get()]).toEqual(['made', 'made']);
});
