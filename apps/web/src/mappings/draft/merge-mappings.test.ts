import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { MappingDocument as MappingDocumentSchema } from '@patchbay/model/mapping';
import { mappingCase } from '@patchbay/mapping/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMappings } from './merge-mappings.ts';

const doc = (fields: Record<string, MappingRule>, rest: Partial<MappingDocument> = {}): MappingDocument => ({
  map: 1,
  ...rest,
  root: { fields },
});
const expr = (text: string): MappingRule => ({ expr: text });

describe('merging two drafts', () => {
  const base = doc({ a: expr('1'), b: expr('2'), c: { fields: { d: expr('3') } } });

  it('takes what each side changed alone', () => {
    const mine = doc({ a: expr('mine'), b: expr('2'), c: { fields: { d: expr('3'), e: expr('new') } } });
    const theirs = doc({ a: expr('1'), c: { when: 'x', fields: { d: expr('theirs') } } });
    expect(mergeMappings({ base, mine, theirs })).toEqual({
      doc: doc({ a: expr('mine'), c: { when: 'x', fields: { d: expr('theirs'), e: expr('new') } } }),
      clashes: [],
    });
  });

  it('keeps the own rule where both changed it, and says where', () => {
    const mine = doc({ ...base.root.fields, a: expr('mine') });
    const theirs = doc({ ...base.root.fields, a: { const: 'theirs' } });
    const result = mergeMappings({ base, mine, theirs });
    expect(result.clashes).toEqual(['/a']);
    expect(result.doc).toEqual(mine);
  });

  it('never makes one rule of two kinds', () => {
    const mine = doc({ ...base.root.fields, c: { for: 'lines', fields: { d: expr('x') } } });
    const theirs = doc({ ...base.root.fields, c: { lookup: 't', key: 'k' } });
    const result = mergeMappings({ base, mine, theirs });
    expect(result.clashes).toEqual(['/c']);
    expect(MappingDocumentSchema.safeParse(result.doc).success).toBe(true);
  });

  it('says it where one side changed what the other removed', () => {
    const mine = doc({ b: expr('2'), c: { fields: { d: expr('3') } } });
    const theirs = doc({ ...base.root.fields, a: expr('theirs') });
    expect(mergeMappings({ base, mine, theirs }).clashes).toEqual(['/a']);
  });

  it('merges sources, tables, samples and remarks by name', () => {
    const start = doc({}, { samples: [{ name: 's', in: 1 }], sources: { order: {} } });
    const mine = doc({}, { samples: [{ name: 's', in: 2 }], sources: { order: {}, extra: {} } });
    const theirs = doc(
      {},
      {
        samples: [
          { name: 's', in: 1 },
          { name: 't', in: 3 },
        ],
        sources: { order: { schema: 'Order@2' } },
        meta: { rules: { '/a': { status: 'todo' } } },
      },
    );
    expect(mergeMappings({ base: start, mine, theirs })).toEqual({
      doc: doc(
        {},
        {
          samples: [
            { name: 's', in: 2 },
            { name: 't', in: 3 },
          ],
          sources: { order: { schema: 'Order@2' }, extra: {} },
          meta: { rules: { '/a': { status: 'todo' } } },
        },
      ),
      clashes: [],
    });
  });

  it('holds hostile names', () => {
    const hostile = (value: string): MappingDocument =>
      JSON.parse(`{"map":1,"root":{"fields":{"__proto__":{"expr":"${value}"},"a/b":{"expr":"1"}}}}`) as MappingDocument;
    const { doc: made } = mergeMappings({ base: hostile('1'), mine: hostile('1'), theirs: hostile('2') });
    expect(JSON.stringify(made)).toBe(JSON.stringify(hostile('2')));
  });

  it('is the other side where one changed nothing, whatever the document', () => {
    fc.assert(
      fc.property(mappingCase, mappingCase, ({ doc: one }, { doc: other }) => {
        const plain = (value: MappingDocument): unknown => JSON.parse(JSON.stringify(value));
        const taken = mergeMappings({ base: one, mine: one, theirs: other });
        expect(taken.clashes).toEqual([]);
        expect(plain(taken.doc)).toEqual(plain(mergeMappings({ base: other, mine: other, theirs: other }).doc));
        expect(MappingDocumentSchema.safeParse(plain(taken.doc)).success).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
