import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { indexOfKeys } from '../data/mapper-data.ts';
import { sourceTree } from '../rows/source-tree.ts';
import { targetTree } from '../rows/target-tree.ts';
import { relationsOf } from './relations.ts';

const nothing: ReadonlySet<string> = new Set();

function labelOf(code: string, from: DataSchema, to: DataSchema): string | undefined {
  const object = (schema: DataSchema): DataSchema => ({ type: 'object', properties: { a: schema } });
  const sourceNodes = sourceTree([{ root: 'o', label: 'o', role: 'payload', schema: object(from) }], nothing);
  const targetNodes = targetTree({ map: 1, root: { fields: { a: { expr: 'o.a' } } } }, object(to), nothing);
  const problem: Diagnostic = { severity: 'warning', code, message: '', at: { field: 'mapping/a' } };
  const [relation] = relationsOf(
    {
      lines: [{ source: 'o/a', target: '/a', kind: 'direct', functions: [] }],
      problemsAt: new Map([['/a', [problem]]]),
      sourceNodes,
      targetNodes,
      sourceAt: indexOfKeys(sourceNodes),
      targetAt: indexOfKeys(targetNodes),
    },
    [],
  );
  return relation?.kind === 'mismatch' ? relation.label : undefined;
}

describe('the line of a value that does not fit as it is', () => {
  it('says what becomes what', () => {
    expect(labelOf('expression.typeMismatch', { type: 'string' }, { type: 'number' })).toBe('text to number');
    expect(labelOf('expression.maybeNotWhole', { type: 'number' }, { type: 'integer' })).toBe('number to integer');
  });

  it('says what may get lost where the kind stays the same', () => {
    const text: DataSchema = { type: 'string' };
    expect(labelOf('expression.mayBeTooLong', text, { ...text, maxLength: 3 })).toBe('may be too long');
    expect(labelOf('expression.dateTimeCut', text, text)).toBe('loses its time');
    expect(labelOf('expression.noTimeZone', text, text)).toBe('has no time zone');
  });

  it('leaves other problems to their rows', () => {
    expect(labelOf('mapping.unknownTarget', { type: 'string' }, { type: 'string' })).toBeUndefined();
  });
});

describe('codes of problems', () => {
  it('that the screen knows are given by the checker', () => {
    const here = fileURLToPath(new URL('../../../../../', import.meta.url));
    const sources = (folder: string): string[] =>
      readdirSync(join(here, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
        .map((name) => readFileSync(join(here, folder, name), 'utf8'));
    const given = new Set<string>();
    for (const text of ['packages/mapping/src', 'packages/model/src'].flatMap(sources))
      for (const [, code = ''] of text.matchAll(/'(?:expression\.|mapping\.)?([a-zA-Z]+)'/g)) given.add(code);
    const known = new Set<string>();
    for (const text of sources('apps/web/src/mapper'))
      for (const [, code = ''] of text.matchAll(/'(?:expression|mapping)\.([a-zA-Z]+)'/g)) known.add(code);
    expect(known.size).toBeGreaterThan(5);
    expect([...known].filter((code) => !given.has(code))).toEqual([]);
  });
});
