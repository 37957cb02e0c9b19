import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { mappingText, readMappingText } from './read-mapping-text.ts';

const doc: MappingDocument = {
  map: 1,
  sources: { order: {} },
  root: {
    fields: {
      'a.b': { expr: 'order.x', note: 'a\u2028b' },
      lines: { for: 'order.lines', as: 'line', fields: { sku: { expr: 'line.sku' } } },
    },
  },
};
const mistake = (text: string) => {
  const read = readMappingText(text);
  return 'mistake' in read ? read.mistake : undefined;
};

describe('a mapping as text', () => {
  it('reads back what it wrote', () => {
    const text = mappingText({ ...doc, bundle: { schemas: { 'Order@1': {} } } });
    expect(readMappingText(text)).toEqual({ doc });
    const again = readMappingText(text);
    expect('doc' in again && mappingText(again.doc)).toBe(text);
  });

  it('keeps a field named __proto__', () => {
    const text = '{"map":1,"root":{"fields":{"__proto__":{"expr":"1"}}}}';
    const read = readMappingText(text);
    expect('doc' in read && Object.keys(read.doc.root.fields)).toEqual(['__proto__']);
  });

  it('names the line of text that is no JSON', () => {
    expect(mistake('{\n  "map": 1,\n  oops\n}')?.line).toBe(3);
    expect(mistake('')?.line).toBe(1);
  });

  it('names the place of what is no mapping', () => {
    expect(mistake('{"map":2,"root":{"fields":{}}}')?.message).toContain('map');
    expect(mistake('{"map":1,"root":{"fields":{"a":{"expr":1}}}}')?.message).toContain('root › fields › a › expr');
    expect(mistake('{"map":1,"root":{"fields":{"a":{"exp":"1"}}}}')?.message).toContain('root › fields › a');
  });
});
