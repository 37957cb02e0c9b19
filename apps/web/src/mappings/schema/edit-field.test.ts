import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { editField } from './edit-field.ts';

const stepsTo = (schema: DataSchema, path: string) => {
  const node = flattenSchema(schema).find((one) => one.path === path);
  if (node === undefined) throw new Error(`no ${path}`);
  return node.steps;
};
const at = (schema: DataSchema, path: string) => flattenSchema(schema).find((one) => one.path === path)?.schema;

describe('editField', () => {
  it('writes remarks on a field of a list of structures, and takes them away', () => {
    const schema: DataSchema = {
      type: 'object',
      properties: { lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } } },
    };
    const made = editField(schema, stepsTo(schema, '/lines/sku'), { synonyms: ['article'], isPersonal: true });
    expect(at(made, '/lines/sku')).toEqual({ type: 'string', 'x-synonyms': ['article'], 'x-data-class': 'personal' });
    expect(editField(made, stepsTo(made, '/lines/sku'), { synonyms: [], isPersonal: false })).toEqual(schema);
    const called = editField(schema, stepsTo(schema, '/lines'), { alias: 'Positions' });
    expect(at(called, '/lines')?.['x-alias']).toBe('Positions');
    expect(editField(called, stepsTo(called, '/lines'), { alias: ' ' })).toEqual(schema);
  });

  it('remarks on the use of a type beside its reference, and on fields inside it where the type is written', () => {
    const schema: DataSchema = {
      type: 'object',
      properties: { ship: { $ref: '#/$defs/Address' }, bill: { $ref: '#/$defs/Address' } },
      $defs: { Address: { type: 'object', properties: { zip: { type: 'string' } } } },
    };
    const made = editField(schema, stepsTo(schema, '/ship'), { description: 'Where it goes' });
    expect(made.properties?.['ship']).toEqual({ $ref: '#/$defs/Address', description: 'Where it goes' });
    expect(made.properties?.['bill']).toEqual({ $ref: '#/$defs/Address' });
    const inner = editField(schema, stepsTo(schema, '/ship/zip'), { synonyms: ['postal code'] });
    expect(at(inner, '/bill/zip')?.['x-synonyms']).toEqual(['postal code']);
  });

  it('remarks on a field in every alternative that has it', () => {
    const schema: DataSchema = {
      oneOf: [
        { type: 'object', properties: { id: { type: 'string' }, a: {} } },
        { type: 'object', properties: { id: { type: 'string' } } },
      ],
    };
    const made = editField(schema, stepsTo(schema, '/id'), { synonyms: ['number'] });
    expect(made.oneOf?.map((one) => one.properties?.['id']?.['x-synonyms'])).toEqual([['number'], ['number']]);
  });

  it('ends on shapes that contain themselves', () => {
    const schema: DataSchema = {
      $ref: '#/$defs/Node',
      $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, name: { type: 'string' } } } },
    };
    const steps = ['next', 'next', 'name'].map((name) => ({ kind: 'name' as const, name }));
    expect(at(editField(schema, steps, { synonyms: ['label'] }), '/name')?.['x-synonyms']).toEqual(['label']);
    const round: DataSchema = { allOf: [{ $ref: '#' }], properties: { a: {} } };
    expect(editField(round, [{ kind: 'name', name: 'a' }], { synonyms: ['b'] }).properties).toEqual({
      a: { 'x-synonyms': ['b'] },
    });
  });

  it('finds a field behind alternatives of alternatives, of which many ways lead to it', { timeout: 5_000 }, () => {
    const $defs: Record<string, DataSchema> = { n60: { type: 'object', properties: { a: { type: 'string' } } } };
    for (let level = 0; level < 60; level += 1) {
      const next = { $ref: `#/$defs/n${level + 1}` };
      $defs[`n${level}`] = { oneOf: [next, next, { type: 'object', properties: { p: next } }] };
    }
    const schema: DataSchema = { $ref: '#/$defs/n0', $defs };
    const steps = ['p', 'p', 'a'].map((name) => ({ kind: 'name' as const, name }));
    const made = editField(schema, steps, { alias: 'Name' });
    expect(made).toEqual({
      ...schema,
      $defs: { ...$defs, n60: { type: 'object', properties: { a: { type: 'string', 'x-alias': 'Name' } } } },
    });
  });

  it('holds hostile names', () => {
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"string"},"a/b":{}}}') as DataSchema;
    const made = editField(schema, [{ kind: 'name', name: '__proto__' }], { description: 'x' });
    expect(JSON.stringify(made)).toBe('{"properties":{"__proto__":{"type":"string","description":"x"},"a/b":{}}}');
  });
});
