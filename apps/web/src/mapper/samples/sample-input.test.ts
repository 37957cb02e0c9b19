import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import type { DataSchema } from '@patchbay/model/schema';
import { madeValue, sampleValues } from '../data/sample-values.ts';
import type { MapperSource } from '../mapper-host.ts';
import { freeSampleName, generatedInput, isWholeInput, noRoomFor, withSourceValue } from './sample-input.ts';

const source = (root: string, more: Partial<MapperSource> = {}): MapperSource => ({
  root,
  label: root,
  role: 'payload',
  schema: undefined,
  ...more,
});

describe('withSourceValue', () => {
  it('puts a value where its source reads, and keeps the rest', () => {
    expect(withSourceValue(undefined, 'order', 1)).toEqual({ order: 1 });
    expect(withSourceValue({ trigger: { body: 1, query: {} }, steps: {} }, 'trigger.body', { id: 2 })).toEqual({
      trigger: { body: { id: 2 }, query: {} },
      steps: {},
    });
    expect(withSourceValue(null, 'steps.`my step`', [])).toEqual({ steps: { 'my step': [] } });
    const hostile = withSourceValue({}, '__proto__', { a: 1 });
    expect(Object.keys(hostile as object)).toEqual(['__proto__']);
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

describe('generatedInput', () => {
  it('makes an example of every source whose shape is known', () => {
    const schema: DataSchema = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
    const made = generatedInput([source('order', { schema }), source('other'), source('trigger.body', { schema })]);
    expect(made).toEqual({ order: { id: expect.any(Number) }, trigger: { body: { id: expect.any(Number) } } });
    expect(generatedInput([source('other')])).toBeUndefined();
  });
});

describe('a value in the tree', () => {
  it('is not shown where its name tells of a secret', () => {
    const { valueOf } = sampleValues({
      sources: [source('order')],
      scope: { order: { login: { user: 'ada', password: 'x', cvv: 123 } } },
      froms: {},
      positionOf: () => 0,
    });
    expect(valueOf({ source: 0, steps: ['login', 'password'] })).toBe('•••');
    expect(valueOf({ source: 0, steps: ['login', 'user'] })).toBe('ada');
    expect(valueOf({ source: 0, steps: ['login', 'cvv'] })).toBe('•••');
  });

  it.each([
    ['/login/Passwort', { expr: 'order.word' }, 'x', '•••'],
    ['/note', { expr: 'UPPER(order.apiKey)' }, 'K', '•••'],
    ['/notes', { expr: 'order.users.password' }, ['a', 'b'], ['•••', '•••']],
    ['/note', { expr: 'order.text' }, 'hello', 'hello'],
    ['/cardNumber', { const: 4111 }, 4111, '•••'],
    ['/isSecret', { expr: 'order.secret = null' }, true, true],
  ])('of the target %s is shown as it may be', (path, rule, value, shown) =>
    expect(madeValue({ path, part: '', rule }, value)).toEqual(shown),
  );
});

describe('the input of a sample', () => {
  it('is known by its keys', () => {
    const doc: MappingDocument = { map: 1, sources: { order: {}, rates: {} }, root: { fields: {} } };
    expect(isWholeInput(doc, { order: {}, rates: [] })).toBe(true);
    expect(isWholeInput(doc, { id: 1 })).toBe(false);
    expect(isWholeInput({ ...doc, sources: undefined }, { trigger: {}, steps: {} })).toBe(true);
    expect(isWholeInput(doc, [])).toBe(false);
  });

  it('has room beside the others, or none', () => {
    const doc: MappingDocument = { map: 1, root: { fields: {} }, samples: [{ name: 'a', in: 'x'.repeat(2_000_000) }] };
    expect(noRoomFor(doc, 'x'.repeat(500_000))).toBeUndefined();
    expect(noRoomFor(doc, 'x'.repeat(1_500_000))).toContain('3.5 million');
    expect(noRoomFor(doc, 'x'.repeat(1_500_000), 'a')).toBeUndefined();
  });

  it('gets a free name', () => {
    expect(
      freeSampleName('a', [
        { name: 'a', in: 1 },
        { name: 'a 2', in: 1 },
      ]),
    ).toBe('a 3');
  });
});
