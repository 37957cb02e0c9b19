import { expect, test } from 'vitest';
import type { DataSchema } from './data-schema.ts';
import { flattenSchema } from './flatten-schema.ts';
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

/** Each type is one of several that are the next, and of a structure that has it for a field. */
function nested(levels: number, ways: number): DataSchema {
  const $defs: Record<string, DataSchema> = {
    [`n${levels}`]: { type: 'object', properties: { z: { type: 'string' } } },
  };
  for (let at = 0; at < levels; at += 1) {
    const next = { $ref: `#/$defs/n${at + 1}` };
    const either = Array.from({ length: ways }, () => next);
    $defs[`n${at}`] = { oneOf: [...either, { type: 'object', properties: { p: next } }] };
  }
  return { $ref: '#/$defs/n0', $defs };
}

test('a type is one of its alternatives once, however many ways lead to it', () => {
  const schema = nested(14, 3);
  const { identities, fields } = shapeOf(schema, schema);
  expect(fields.map(({ name }) => name).toSorted()).toEqual(['p', 'z']);
  expect(new Set(identities).size).toBe(identities.length);
  expect(identities.length).toBe(29);
});

test(
  'a tree is made of alternatives of alternatives without walking all ways that lead to them',
  { timeout: 5_000 },
  () => {
    for (const schema of [nested(60, 2), nested(60, 90)]) {
      const nodes = flattenSchema(schema);
      expect(nodes.slice(0, 2).map(({ path, recursive }) => [path, recursive])).toEqual([
        ['', false],
        ['/p', true],
      ]);
    }
  },
);
