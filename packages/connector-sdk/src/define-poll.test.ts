import { expect, test } from 'vitest';
import * as z from 'zod';
import { definePoll } from './define-poll.ts';
import { contractProblems, testContext } from './testing/index.ts';
import { defineConnector } from './define-connector.ts';
import { createEgress } from './egress/index.ts';
import { everyMsOf, PollTiming } from './timing.ts';

const numbers = (parts: object = {}) =>
  definePoll({
    id: 'numbers.next',
    name: 'Next numbers',
    description: 'Counts.',
    icon: 'hash',
    connection: 'none',
    fields: [{ name: 'step', label: 'Step', control: 'number', default: 1 }],
    input: z.object({ step: z.number().default(1) }),
    item: { type: 'integer' },
    samples: [{ input: { step: 2 }, item: { key: '2', value: 2 } }],
    cursor: z.int(),
    exampleCursor: 7,
    place: ['step'],
    read: async (_context, { step }, { cursor, limit }) => {
      const from = cursor ?? 0;
      const values = Array.from({ length: limit }, (_, index) => from + (index + 1) * step);
      return {
        items: values.map((value) => ({ key: String(value), value })),
        cursor: values.at(-1) ?? from,
        more: true,
      };
    },
    latest: async () => 100,
    words: (cursor) => `after ${cursor}`,
    ...parts,
  });
const problemsOf = (trigger: ReturnType<typeof numbers>): string[] =>
  contractProblems(
    defineConnector({
      id: 'numbers',
      name: 'Numbers',
      description: 'Counts.',
      icon: 'hash',
      category: 'trigger',
      operations: [trigger],
    }),
  );

test('a poll has the fields of every poll behind its own, and gives the shape of what its flows see', () => {
  const { manifest } = numbers();
  const names = manifest.fields.map(({ name }) => name);
  expect(names).toEqual(['step', 'look', 'every', 'unit', 'cron', 'zone', 'begin', 'overlap']);
  expect(manifest.fields.every(({ dynamic }) => !dynamic)).toBe(true);
  expect(manifest.output).toMatchObject({
    properties: { body: { type: 'integer' } },
    required: ['body', 'key', 'foundAt'],
  });
  expect(problemsOf(numbers())).toEqual([]);
});

test('settings and cursors are parsed before the connector sees them', async () => {
  const { poll } = numbers();
  await using egress = createEgress();
  await using context = testContext(egress);
  expect(await poll?.read(context, { step: 5 }, { cursor: 10, limit: 2 })).toMatchObject({ cursor: 20 });
  expect(await poll?.read(context, {}, { cursor: null, limit: 2 })).toMatchObject({ cursor: 2 });
  await expect(poll?.read(context, { step: 'two' }, { cursor: 10, limit: 2 })).rejects.toMatchObject({
    kind: 'invalidInput',
  });
  await expect(poll?.read(context, {}, { cursor: '10', limit: 2 })).rejects.toMatchObject({
    kind: 'invalidInput',
    next: 'A place is written like 7.',
  });
});

test.each([
  [{ place: [] }, 'nothing says what its cursors point into'],
  [{ place: ['stride'] }, 'its place names the unknown field stride'],
  [{ exampleCursor: 0.5 }, 'its example of a cursor is none'],
  [{ words: () => '' }, 'its cursor has no short words'],
  [{ samples: [{ input: {}, item: { key: '', value: 2 } }] }, 'a sample has no key'],
  [{ samples: [{ input: {}, item: { key: '2', value: 'two' } }] }, 'the output of sample 0'],
])('the contract refuses %o', (parts, words) => {
  expect(problemsOf(numbers(parts)).join('\n')).toContain(words);
});

test.each([
  [{}, null],
  [{ look: 'cron' }, 'cron'],
  [{ look: 'cron', cron: '*/5 * * * *', zone: 'Europe/Berlin' }, null],
  [{ look: 'cron', cron: '*/5 * * * *', zone: 'Mars/Olympus' }, 'zone'],
  [{ every: 0.5, unit: 'seconds' }, 'every'],
  [{ every: 600, unit: 'hours' }, 'every'],
])('of the times %o the wrong field is %s', (given, field) => {
  const parsed = PollTiming.safeParse(given);
  expect(parsed.success ? null : parsed.error.issues[0]?.path[0]).toBe(field);
});

test('an interval is counted in its unit', () => {
  expect(everyMsOf({ every: 1.5, unit: 'minutes' })).toBe(90_000);
});
