import { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { mappingReads } from './mapping-reads.ts';

const doc = (expr: string, rest: object = {}): MappingDocument =>
  MappingDocument.parse({ map: 1, root: { fields: { x: { expr } } }, ...rest });
const scope = {
  trigger: { body: 1 },
  steps: { a: 1, b: 2 },
  errors: { a: 3 },
  vars: { v: 4 },
  line: 5,
  other: 6,
};
const read = (mapping: MappingDocument) => {
  const reads = mappingReads(mapping);
  return { names: reads.trigger, ...(reads.scope(scope) as typeof scope) };
};

describe('what a mapping reads', () => {
  it.each([
    ['1', { names: false, trigger: null, steps: {}, errors: {}, vars: {} }],
    ['trigger.body', { names: true, trigger: { body: 1 }, steps: {} }],
    ['`trigger`.body', { names: true }],
    ['steps.a + line', { names: false, steps: { a: 1 }, errors: { a: 3 }, line: 5 }],
    ['steps.`b`', { steps: { a: 1, b: 2 } }],
    ['steps["b"]', { steps: { a: 1, b: 2 } }],
    ['MERGE(steps, {a: 1})', { steps: { a: 1, b: 2 } }],
  ])('goes along for %s', (expr, wanted) => expect(read(doc(expr))).toMatchObject(wanted));

  it.each([
    ['vars.v + 1', { v: 4 }],
    ['$vars.v', { v: 4 }],
    ['KEYS(`vars`)', { v: 4 }],
    ['trigger.vars', {}],
    ['steps.vars', {}],
  ])('of the variables is all or nothing for %s', (expr, wanted) => expect(read(doc(expr)).vars).toEqual(wanted));

  it('is no item that it does not name', () => expect(read(doc('line'))).not.toHaveProperty('other'));

  it('is a source that has the name of a root, and what mappings of its bundle read', () => {
    expect(read(doc('$source', { sources: { line: {} } }))).toMatchObject({ line: 5 });
    expect(read(doc('$source', { sources: { trigger: {} } }))).toMatchObject({ names: true });
    expect(read(doc('$source.v', { sources: { vars: {} } }))).toMatchObject({ vars: { v: 4 } });
    expect(read(doc('1', { bundle: { mappings: { 'A@1': doc('$vars.v') } } }))).toMatchObject({ vars: { v: 4 } });
    expect(read(doc('1', { bundle: { mappings: { 'A@1': doc('other + steps.b') } } }))).toMatchObject({
      other: 6,
      steps: { b: 2 },
    });
  });
});
