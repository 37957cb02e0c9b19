import type { FlowNode } from '@patchbay/model/flow';
import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { mappingAt, withMapping } from './mapping-place.ts';

const old: MappingDocument = { map: 1, root: { fields: {} } };
const next: MappingDocument = { map: 1, root: { fields: { id: { expr: '1' } } } };
const action = {
  id: 'send',
  kind: 'action',
  input: {
    url: { mode: 'fixed', value: 'x' },
    body: {
      mode: 'entries',
      entries: [
        { name: 'id', value: { mode: 'fixed', value: 1 } },
        {
          name: 'ship to',
          value: { mode: 'entries', entries: [{ name: 'a/b', value: { mode: 'mapping', mapping: old } }] },
        },
      ],
    },
  },
} as unknown as FlowNode;

describe('a mapping inside a field of entries', () => {
  const place = { nodeId: 'send', field: 'body', entry: '/ship to/a~1b' };

  it('is found by the names that lead to it', () => {
    expect(mappingAt(action, place)).toBe(old);
    expect(mappingAt(action, { nodeId: 'send', field: 'body', entry: '/id' })).toBeUndefined();
    expect(mappingAt(action, { nodeId: 'send', field: 'none', entry: '/id' })).toBeUndefined();
  });

  it('is put back there, and nowhere else', () => {
    const changed = withMapping(action, place, next);
    expect(mappingAt(changed, place)).toBe(next);
    expect(JSON.parse(JSON.stringify(withMapping(changed, place, old)))).toEqual(JSON.parse(JSON.stringify(action)));
  });
});

describe('the body of an answer', () => {
  it('can be made by a mapping', () => {
    const respond = { id: 'answer', kind: 'respond', body: { mode: 'mapping', mapping: old } } as unknown as FlowNode;
    const place = { nodeId: 'answer', field: 'body' };
    expect(mappingAt(respond, place)).toBe(old);
    expect(mappingAt(withMapping(respond, place, next), place)).toBe(next);
  });
});
