import { describe, expect, it } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import { recordShape } from './record-shape.ts';

const line: DataSchema = { type: 'object', properties: { sku: { type: 'string' } } };
const document: DataSchema = {
  type: 'object',
  properties: {
    head: { type: 'object', properties: { no: { type: 'string' } } },
    order: { type: 'array', items: { $ref: '#/$defs/Order' } },
  },
  $defs: { Order: { type: 'object', properties: { line: { type: 'array', items: line } } } },
};

describe('recordShape', () => {
  it.each<[DataSchema, string[], DataSchema | undefined]>([
    [line, [], line],
    [{ type: 'array', items: line }, [], line],
    [document, ['order'], document.$defs?.['Order']],
    [document, ['order', 'line'], line],
    [document, ['head'], document.properties?.['head']],
    [document, ['order', 'lines'], undefined],
    [document, ['head', 'no', 'x'], undefined],
    [{}, ['any', 'where'], {}],
  ])('of %j at %j is %j', (schema, names, expected) => {
    expect(recordShape(schema, names)).toEqual(expected);
  });
});
