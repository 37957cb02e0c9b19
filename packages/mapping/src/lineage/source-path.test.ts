import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, parseSourceKey, sourceKey } from './source-path.ts';

describe('sourceKey', () => {
  it('is read back, whatever the names', () => {
    const names = fc.oneof(fc.constantFrom('__proto__', 'a/b', 'a~b', '~1', '', '[]', '`x`'), fc.string());
    fc.assert(
      fc.property(names, fc.array(names, { maxLength: 5 }), (root, steps) => {
        expect(parseSourceKey(sourceKey({ root, steps }))).toEqual({ root, steps });
      }),
    );
  });

  it('tells what lies inside', () => {
    const path = (text: string) => parseSourceKey(text);
    expect(isWithin(path('order/lines/[]/sku'), path('order/lines'))).toBe(true);
    expect(isWithin(path('order/lines'), path('order/lines'))).toBe(true);
    expect(isWithin(path('order/lines2'), path('order/lines'))).toBe(false);
    expect(isWithin(path('other/lines'), path('order/lines'))).toBe(false);
  });
});
