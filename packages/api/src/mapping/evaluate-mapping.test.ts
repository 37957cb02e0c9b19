import { MappingDocument } from '@patchbay/model/mapping';
import { expect, test } from 'vitest';
import { createDocumentCheck } from './document-check.ts';
import { evaluateMapping } from './evaluate-mapping.ts';
import { createMapRunner } from './map-runner.ts';

const problemOf = async (expr: string) => {
  const document = MappingDocument.parse({ map: 1, root: { fields: { a: { expr } } } });
  const { problems } = await evaluateMapping({ run: createMapRunner(), check: createDocumentCheck() }, document, {
    input: {},
  });
  return problems[0];
};

test('a long expression is cut around the place, which moves with it', async () => {
  const numbers = Array.from({ length: 700 }, (_, at) => at).join(', ');
  const problem = await problemOf(`[${numbers}, NUMBER("twelve"), ${numbers}]`);
  const { expression = '', at = { start: 0, end: 0 } } = problem ?? {};
  expect(expression.length).toBeLessThan(500);
  expect(expression).toMatch(/^….*…$/);
  expect(expression.slice(at.start, at.end)).toContain('NUMBER("twelve")');
});

test('syntax problems are cut too, at the end of the text as well', async () => {
  const long = '1 + '.repeat(2_500);
  expect((await problemOf(long))?.expression?.length).toBeLessThan(500);
});

test('a short expression stands as it is', async () => {
  expect(await problemOf('NUMBER("twelve")')).toMatchObject({ expression: 'NUMBER("twelve")', at: { start: 0 } });
});

test.each([
  ['json', '{"amount":12345678901234567.89}'],
  ['jsonl', '{"amount":12345678901234567.89}\n'],
] as const)(
  'an amount of more digits than a number holds is read from %s, calculated and written exactly',
  async (format, text) => {
    const document = MappingDocument.parse({
      map: 1,
      sources: { order: {} },
      root: {
        for: 'LIST(order)',
        as: 'o',
        fields: { as: { expr: 'o.amount' }, twice: { expr: 'DECIMAL(o.amount) * 2' } },
      },
    });
    const made = await evaluateMapping({ run: createMapRunner(), check: createDocumentCheck() }, document, {
      encoded: { order: { format, text } },
      output: { format: 'jsonl' },
    });
    expect(made.problems).toEqual([]);
    expect(made.encoded).toMatchObject({ text: '{"as":"12345678901234567.89","twice":"24691357802469135.78"}\n' });
  },
);
