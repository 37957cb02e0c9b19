import { expect, test } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import { shapeOf } from './shape.ts';

test('a field of alternatives of alternatives is as many as there are different ones, however deep one looks', () => {
  const depth = 30;
  const $defs: Record<string, DataSchema> = { d30: { type: 'object', properties: { z: { type: 'string' } } } };
  for (let at = 0; at < depth; at += 1) {
    const next = { $ref: `#/$defs/d${at + 1}` };
    $defs[`d${at}`] = { oneOf: [next, { type: 'object', properties: { k: { const: at }, x: next } }] };
  }
  const root: DataSchema = { $ref: '#/$defs/d0', $defs };
  let field: DataSchema | undefined = root;
  const names: string[] = [];
  for (let level = 0; field !== undefined; level += 1) {
    expect(JSON.stringify(field === root ? {} : field).length).toBeLessThan(depth * 30);
    const { fields } = shapeOf(root, field);
    names.push(
      fields
        .map(({ name }) => name)
        .toSorted()
        .join(),
    );
    field = level < 12 ? fields.find(({ name }) => name === 'x')?.schema : undefined;
  }
  expect(names.filter((all) => !all.startsWith('k,x'))).toEqual([]);
});
