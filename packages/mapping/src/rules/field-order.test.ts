// Names like whole numbers: JavaScript has them first, whatever was written.
import { fieldNames, inWrittenOrder, MappingDocument } from '@patchbay/model/mapping';
import type { ObjectRule } from '@patchbay/model/mapping';
import { readJsonText } from '@patchbay/model/schema';
import { describe, expect, test } from 'vitest';
import { moveRule } from '../edit/move-rule.ts';
import { removeRules } from '../edit/index.ts';
import { setRule } from '../edit/set-rule.ts';
import { testContext } from '../testing/context.ts';
import { checkMapping } from './check-mapping.ts';
import { compileMapping } from './compile-mapping.ts';

function read(text: string): MappingDocument {
  const json = readJsonText(text);
  if (!json.ok) throw new Error(json.reason);
  return inWrittenOrder(MappingDocument.parse(json.value), text);
}

const text = String.raw`{
  "map": 1,
  "root": {
    "fields": {
      "b": { "expr": "1 + 1" },
      "10": { "expr": "$target.b" },
      "a": { "fields": { "x": { "const": "a \" 5\": 6" }, "2": { "expr": "$target.a.x" } } },
      "c": { "const": { "z": 1, "7": 2 } }
    }
  },
  "samples": [{ "name": "s", "in": { "fields": { "z": 1, "7": 2 } } }]
}`;

describe('fields named like whole numbers', () => {
  test('are made in the order in which they are written', () => {
    const doc = read(text);
    const made = { b: 2, 10: 2, a: { x: 'a " 5": 6', 2: 'a " 5": 6' }, c: { z: 1, 7: 2 } };
    expect(compileMapping(doc).run({}, testContext()).output).toEqual(made);
    expect(checkMapping(doc, {}).diagnostics).toEqual([]);
  });

  test('are saved and read the same', () => {
    const saved = JSON.stringify(read(text));
    expect(JSON.stringify(read(saved))).toBe(saved);
    expect(JSON.parse(saved)).toMatchObject({
      root: { order: ['b', '10', 'a', 'c'], fields: { a: { order: ['x', '2'] }, c: { const: { z: 1, 7: 2 } } } },
      samples: [{ name: 's', in: { fields: { z: 1, 7: 2 } } }],
    });
    expect(saved.match(/"order"/g)).toHaveLength(2);
  });

  test('have no order beside them where they come first anyway', () => {
    const plain = '{"map":1,"root":{"fields":{"2":{"const":1},"10":{"const":1},"a":{"const":1}}}}';
    expect(JSON.stringify(read(plain))).toBe(plain);
  });

  test('keep their order through edits, and new ones come last', () => {
    const names = (doc: MappingDocument): string[] => fieldNames(doc.root);
    const doc = read(text);
    const added = setRule(doc, '/5', { const: 1 });
    expect(names(added)).toEqual(['b', '10', 'a', 'c', '5']);
    const moved = moveRule(added, '/5', -1);
    expect('doc' in moved && names(moved.doc)).toEqual(['b', '10', 'a', '5', 'c']);
    const removed = removeRules(added, ['/10', '/5']);
    const left = ('doc' in removed ? removed.doc : doc).root as ObjectRule;
    expect([Object.keys(left.fields), left.order]).toEqual([['b', 'a', 'c'], undefined]);
  });
});
